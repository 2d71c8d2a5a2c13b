import { defineEntity } from '../entity/define-entity.ts';
import { choice, json, number, text } from '../field/field.ts';

/** An import that was carried out: what came in, and the group by which it is taken back. */
export const importRun = defineEntity({
  name: 'importRun',
  plural: 'imports',
  label: 'Import',
  labelPlural: 'Imports',
  icon: 'FileInput',
  place: 'settings',
  importLog: {
    group: 'group',
    created: 'created',
    updated: 'updated',
    unchanged: 'unchanged',
    refused: 'refused',
  },
  fields: {
    name: text({ required: true, search: true }),
    group: text({ required: true, hidden: true, immutable: true }),
    status: choice(['done', 'undone'], { required: true, initial: 'done' }),
    created: number({ isInteger: true, min: 0, initial: 0 }),
    updated: number({ isInteger: true, min: 0, initial: 0 }),
    unchanged: number({ isInteger: true, min: 0, initial: 0 }),
    refused: number({ isInteger: true, min: 0, initial: 0 }),
    detail: json(),
  },
  views: {
    title: 'name',
    list: ['name', 'status', 'created', 'updated', 'unchanged', 'refused', 'createdAt'],
    form: ['name'],
  },
});
