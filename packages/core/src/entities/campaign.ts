import { defineEntity } from '../entity/define-entity.ts';
import { choice, date, longText, text } from '../field/field.ts';

/** A planned effort to reach many contacts, by phone, mail or both. */
export const campaign = defineEntity({
  name: 'campaign',
  plural: 'campaigns',
  label: 'Campaign',
  labelPlural: 'Campaigns',
  icon: 'Megaphone',
  place: 'main',
  import: { isKnownByTitle: true },
  fields: {
    name: text({ required: true, search: true, index: true, importNames: ['campaign', 'campaign name'] }),
    description: longText({ search: true }),
    channel: choice(['call', 'email', 'mixed'], { required: true, initial: 'call', choiceLabels: { email: 'E-mail' } }),
    status: choice(['draft', 'active', 'paused', 'finished'], { required: true, initial: 'draft', index: true }),
    startsOn: date({ label: 'Starts' }),
    endsOn: date({ label: 'Ends' }),
  },
  rules: [
    {
      code: 'ends-after-start',
      field: 'endsOn',
      message: 'A campaign cannot end before it starts.',
      holds: ({ after }) => after.startsOn === null || after.endsOn === null || after.startsOn <= after.endsOn,
    },
  ],
  views: {
    title: 'name',
    list: ['name', 'channel', 'status', 'startsOn', 'endsOn', 'owner'],
    form: ['name', 'description', 'channel', 'status', 'startsOn', 'endsOn', 'owner'],
  },
});
