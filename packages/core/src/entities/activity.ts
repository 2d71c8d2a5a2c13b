import { defineEntity } from '../entity/define-entity.ts';
import { choice, json, reference, text } from '../field/field.ts';

/** A line of a timeline that the system wrote. Made once, never edited. */
export const activity = defineEntity({
  name: 'activity',
  plural: 'activities',
  label: 'Activity',
  labelPlural: 'Activities',
  icon: 'History',
  place: 'part',
  isAppendOnly: true,
  visibleWith: ['deal', 'lead', 'contact', 'company'],
  fields: {
    kind: choice(['stage_change', 'status_change', 'conversion', 'merge'], {
      required: true,
      index: true,
      choiceLabels: { stage_change: 'Stage changed', status_change: 'Status changed' },
    }),
    summary: text({ required: true }),
    detail: json(),
    deal: reference('deal', { backLabel: 'Activities' }),
    lead: reference('lead', { backLabel: 'Activities' }),
    contact: reference('contact', { backLabel: 'Activities' }),
    company: reference('company', { backLabel: 'Activities' }),
  },
  views: {
    title: 'summary',
    list: ['summary', 'kind', 'deal', 'company', 'createdBy', 'createdAt'],
    form: ['summary'],
  },
});
