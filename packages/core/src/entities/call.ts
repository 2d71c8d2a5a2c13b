import { defineEntity } from '../entity/define-entity.ts';
import { load } from '../entity/need.ts';
import { choice, instant, longText, number, reference, text } from '../field/field.ts';
import { contact } from './contact.ts';

/** A phone call, planned or made. */
export const call = defineEntity({
  name: 'call',
  plural: 'calls',
  label: 'Call',
  labelPlural: 'Calls',
  icon: 'Phone',
  place: 'main',
  visibleWith: ['contact', 'deal', 'company', 'lead', 'campaign'],
  fields: {
    subject: text({ search: true }),
    contact: reference('contact', { required: true, backLabel: 'Calls' }),
    campaign: reference('campaign', { backLabel: 'Calls' }),
    deal: reference('deal', { backLabel: 'Calls' }),
    company: reference('company', { backLabel: 'Calls' }),
    lead: reference('lead', { backLabel: 'Calls' }),
    direction: choice(['outbound', 'inbound'], { initial: 'outbound' }),
    status: choice(['planned', 'in_progress', 'completed', 'no_answer', 'busy', 'failed', 'voicemail', 'cancelled'], {
      required: true,
      initial: 'completed',
      index: true,
      choiceLabels: { in_progress: 'In progress', no_answer: 'No answer' },
    }),
    outcome: choice(['interested', 'not_interested', 'callback', 'meeting_booked', 'wrong_number', 'do_not_call'], {
      choiceLabels: {
        not_interested: 'Not interested',
        callback: 'Call back',
        meeting_booked: 'Meeting booked',
        wrong_number: 'Wrong number',
        do_not_call: 'Do not call',
      },
    }),
    startedAt: instant({ label: 'Started', index: true }),
    durationSeconds: number({ label: 'Duration', isInteger: true, min: 0, max: 86_400, unit: 's' }),
    notes: longText({ search: true }),
  },
  needs: ({ after }) => ({ contact: load(contact, after.subject === null ? after.contact : null) }),
  settle: ({ after, facts, now, before }) => ({
    subject: after.subject ?? (facts.contact?.name ? `Call with ${facts.contact.name}` : null),
    startedAt: after.startedAt ?? (before || after.status === 'planned' ? null : now),
  }),
  views: {
    title: 'subject',
    list: ['subject', 'contact', 'status', 'outcome', 'startedAt', 'durationSeconds', 'owner'],
    sort: { field: 'createdAt', direction: 'desc' },
    form: [
      'contact',
      'subject',
      'direction',
      'status',
      'outcome',
      'startedAt',
      'durationSeconds',
      'campaign',
      'deal',
      'company',
      'lead',
      'notes',
    ],
  },
});
