import { assignmentMethods } from '../assign/next-assignee.ts';
import { defineEntity } from '../entity/define-entity.ts';
import { boolean, choice, references, text } from '../field/field.ts';

/**
 * By which the server chooses the owner of records that name it, see `assigned` of their entity. A device cannot: who is
 * next is known in one place only.
 */
export const assignmentRule = defineEntity({
  name: 'assignmentRule',
  plural: 'assignmentRules',
  label: 'Assignment rule',
  labelPlural: 'Assignment rules',
  icon: 'Shuffle',
  place: 'part',
  isReferenceData: true,
  fields: {
    name: text({ required: true, search: true }),
    method: choice(assignmentMethods, {
      required: true,
      initial: 'round_robin',
      choiceLabels: { round_robin: 'In turn', load_balance: 'Least open work' },
    }),
    members: references('member', { label: 'Among' }),
    isActive: boolean({ label: 'Active', initial: true }),
  },
  views: {
    title: 'name',
    list: ['name', 'method', 'members', 'isActive'],
    sort: { field: 'name', direction: 'asc' },
    form: ['name', 'method', 'members', 'isActive'],
  },
});
