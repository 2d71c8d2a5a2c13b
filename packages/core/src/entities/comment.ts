import { defineEntity } from '../entity/define-entity.ts';
import { longText, reference, text } from '../field/field.ts';
import { firstLine } from './first-line.ts';

/** What a colleague says about a record, to the others who work on it. */
export const comment = defineEntity({
  name: 'comment',
  plural: 'comments',
  label: 'Comment',
  labelPlural: 'Comments',
  icon: 'MessageSquare',
  place: 'part',
  visibleWith: ['deal', 'contact', 'company', 'lead'],
  fields: {
    title: text({ hidden: true }),
    body: longText({ required: true, search: true }),
    deal: reference('deal', { backLabel: 'Comments' }),
    contact: reference('contact', { backLabel: 'Comments' }),
    company: reference('company', { backLabel: 'Comments' }),
    lead: reference('lead', { backLabel: 'Comments' }),
  },
  settle: ({ after }) => ({ title: firstLine(after.body) }),
  views: {
    title: 'title',
    list: ['title', 'deal', 'company', 'createdBy', 'createdAt'],
    form: ['body', 'deal', 'contact', 'company', 'lead'],
  },
});
