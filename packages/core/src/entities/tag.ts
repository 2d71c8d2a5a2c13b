import { defineEntity } from '../entity/define-entity.ts';
import { choice, text } from '../field/field.ts';

/** A word that groups records of any kind. */
export const tag = defineEntity({
  name: 'tag',
  plural: 'tags',
  label: 'Tag',
  labelPlural: 'Tags',
  icon: 'Tag',
  place: 'settings',
  isReferenceData: true,
  matchedBy: [['name']],
  import: { isFromFiles: true, isKnownByTitle: true },
  fields: {
    name: text({ required: true, search: true, index: true, importNames: ['tag'] }),
    color: choice(['gray', 'red', 'orange', 'amber', 'green', 'teal', 'blue', 'indigo', 'purple', 'pink'], {
      initial: 'gray',
    }),
  },
  views: { title: 'name', list: ['name', 'color'], sort: { field: 'name', direction: 'asc' }, form: ['name', 'color'] },
});
