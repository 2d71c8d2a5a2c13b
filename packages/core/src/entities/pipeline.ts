import { defineEntity } from '../entity/define-entity.ts';
import { count, given } from '../entity/need.ts';
import { choice, number, text } from '../field/field.ts';

/** A path that deals or leads take, made of stages. `key` lets two workspaces recognise the same seeded pipeline. */
export const pipeline = defineEntity({
  name: 'pipeline',
  plural: 'pipelines',
  label: 'Pipeline',
  labelPlural: 'Pipelines',
  icon: 'Route',
  place: 'settings',
  isReferenceData: true,
  matchedBy: [['key']],
  fields: {
    name: text({ required: true, search: true }),
    key: text({ hidden: true }),
    kind: choice(['deal', 'lead'], { required: true, initial: 'deal', immutable: true }),
    position: number({ isInteger: true, initial: 1 }),
  },
  needs: ({ after, isDelete }) => ({
    stages: isDelete ? count('stage', { field: 'pipeline', op: 'eq', value: after.id }) : given(0),
  }),
  rules: [
    {
      code: 'pipeline-has-stages',
      message: 'This pipeline still has stages. Move their records elsewhere and delete the stages first.',
      on: 'delete',
      holds: ({ facts }) => facts.stages === 0,
    },
  ],
  views: {
    title: 'name',
    list: ['name', 'kind', 'position'],
    sort: { field: 'position', direction: 'asc' },
    form: ['name', 'kind', 'position'],
  },
});
