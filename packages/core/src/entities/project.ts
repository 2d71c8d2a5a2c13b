import { defineEntity } from '../entity/define-entity.ts';
import { choice, date, longText, reference, text } from '../field/field.ts';

/** What is delivered after a sale, lightly: tasks gather under it. */
export const project = defineEntity({
  name: 'project',
  plural: 'projects',
  label: 'Project',
  labelPlural: 'Projects',
  icon: 'FolderKanban',
  place: 'main',
  import: { isKnownByTitle: true },
  fields: {
    name: text({ required: true, search: true, index: true }),
    status: choice(['planned', 'active', 'on_hold', 'done'], {
      required: true,
      initial: 'planned',
      index: true,
      choiceLabels: { on_hold: 'On hold' },
    }),
    company: reference('company', { backLabel: 'Projects' }),
    deal: reference('deal', { backLabel: 'Projects' }),
    startsOn: date({ label: 'Starts' }),
    dueOn: date({ label: 'Due' }),
    description: longText({ search: true }),
  },
  views: {
    title: 'name',
    list: ['name', 'status', 'company', 'deal', 'dueOn', 'owner'],
    form: ['name', 'status', 'company', 'deal', 'startsOn', 'dueOn', 'owner', 'description'],
  },
});
