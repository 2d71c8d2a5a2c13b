import { defineEntity } from '../entity/define-entity.ts';
import { count, given } from '../entity/need.ts';
import { choice, number, reference, text } from '../field/field.ts';

/**
 * A step of a pipeline. `closed` is an end whose outcome the deal's status tells; `won` and `lost` are ends that tell
 * it themselves.
 */
export const stage = defineEntity({
  name: 'stage',
  plural: 'stages',
  label: 'Stage',
  labelPlural: 'Stages',
  icon: 'Milestone',
  place: 'settings',
  isReferenceData: true,
  matchedBy: [['pipeline', 'key']],
  import: {
    synonyms: { prospecting: 'Qualification', engaging: 'Negotiation', won: 'Closed', lost: 'Closed' },
  },
  fields: {
    name: text({ required: true, search: true }),
    key: text({ hidden: true }),
    pipeline: reference('pipeline', { required: true, immutable: true }),
    position: number({ required: true, isInteger: true, min: 1 }),
    type: choice(['open', 'won', 'lost', 'closed'], { required: true, initial: 'open' }),
    probability: number({ min: 0, max: 100, unit: '%' }),
  },
  needs: ({ after, isDelete }) => ({
    deals: isDelete ? count('deal', { field: 'stage', op: 'eq', value: after.id }) : given(0),
    leads: isDelete ? count('lead', { field: 'stage', op: 'eq', value: after.id }) : given(0),
  }),
  rules: [
    {
      code: 'stage-in-use',
      message: 'Deals or leads stand in this stage. Move them to another one first.',
      on: 'delete',
      holds: ({ facts }) => facts.deals + facts.leads === 0,
    },
  ],
  indexes: [['pipeline', 'position']],
  views: {
    title: 'name',
    list: ['name', 'pipeline', 'position', 'type', 'probability'],
    sort: { field: 'position', direction: 'asc' },
    form: ['name', 'pipeline', 'position', 'type', 'probability'],
  },
});
