import { defineEntity } from '../entity/define-entity.ts';
import { longText, reference, text } from '../field/field.ts';
import { firstLine } from './first-line.ts';

/** Text about a record. Its body is plain until documents that merge come; it is then converted once. */
export const note = defineEntity({
  name: 'note',
  plural: 'notes',
  label: 'Note',
  labelPlural: 'Notes',
  icon: 'StickyNote',
  place: 'part',
  visibleWith: ['deal', 'contact', 'company', 'lead', 'project'],
  fields: {
    title: text({ search: true }),
    body: longText({ required: true, search: true }),
    deal: reference('deal', { backLabel: 'Notes' }),
    contact: reference('contact', { backLabel: 'Notes' }),
    company: reference('company', { backLabel: 'Notes' }),
    lead: reference('lead', { backLabel: 'Notes' }),
    project: reference('project', { backLabel: 'Notes' }),
  },
  settle: ({ after, changed }) => ({
    title: changed.has('title') && after.title !== null ? after.title : firstLine(after.body),
  }),
  views: {
    title: 'title',
    list: ['title', 'deal', 'contact', 'company', 'createdBy', 'createdAt'],
    form: ['title', 'body', 'deal', 'contact', 'company', 'lead', 'project'],
  },
});
