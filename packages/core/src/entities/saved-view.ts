import { defineEntity } from '../entity/define-entity.ts';
import { boolean, choice, json, text } from '../field/field.ts';

/** A list or board with its filter, order and columns, kept under a name. */
export const savedView = defineEntity({
  name: 'savedView',
  plural: 'savedViews',
  label: 'Saved view',
  labelPlural: 'Saved views',
  icon: 'LayoutList',
  place: 'part',
  fields: {
    name: text({ required: true }),
    entity: text({ required: true, index: true, immutable: true }),
    kind: choice(['table', 'board'], { required: true, initial: 'table' }),
    where: json(),
    columns: json(),
    sort: json(),
    isShared: boolean({ initial: false }),
  },
  views: {
    title: 'name',
    list: ['name', 'entity', 'kind', 'isShared', 'owner'],
    form: ['name', 'entity', 'kind', 'isShared'],
  },
});
