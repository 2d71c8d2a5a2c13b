import { defineEntity } from '../entity/define-entity.ts';
import { choice, instant, longText, reference, text } from '../field/field.ts';

/** A contact with a customer: a mail, a phone call, a meeting or a note, told in a subject and a description. */
export const interaction = defineEntity({
  name: 'interaction',
  plural: 'interactions',
  label: 'Interaction',
  labelPlural: 'Interactions',
  icon: 'Waypoints',
  place: 'main',
  visibleWith: ['company', 'contact', 'deal', 'lead'],
  fields: {
    subject: text({ required: true, search: true }),
    type: choice(['email', 'phone', 'meeting', 'note'], {
      required: true,
      initial: 'note',
      index: true,
      choiceLabels: { email: 'Email', phone: 'Phone', meeting: 'Meeting', note: 'Notes' },
    }),
    happenedAt: instant({ label: 'When', index: true }),
    company: reference('company', { backLabel: 'Interactions' }),
    contact: reference('contact', { backLabel: 'Interactions' }),
    deal: reference('deal', { backLabel: 'Interactions' }),
    lead: reference('lead', { backLabel: 'Interactions' }),
    description: longText({ search: true }),
  },
  settle: ({ after, now }) => ({ happenedAt: after.happenedAt ?? now }),
  views: {
    title: 'subject',
    list: ['subject', 'type', 'company', 'contact', 'deal', 'happenedAt', 'owner'],
    sort: { field: 'happenedAt', direction: 'desc' },
    happenedAt: 'happenedAt',
    segment: { field: 'type' },
    variant: { by: 'type', icons: { email: 'Mail', phone: 'Phone', meeting: 'CalendarDays', note: 'StickyNote' } },
    form: ['type', 'subject', 'happenedAt', 'company', 'contact', 'deal', 'lead', 'description'],
  },
});
