import { customKinds } from '../entity/custom-fields.ts';
import { defineEntity } from '../entity/define-entity.ts';
import { count, given } from '../entity/need.ts';
import { choice, json, number, text } from '../field/field.ts';

/** A field that a workspace defined for one of its entities; `withDefinitions` makes it a field like any other. */
export const fieldDefinition = defineEntity({
  name: 'fieldDefinition',
  plural: 'fieldDefinitions',
  label: 'Custom field',
  labelPlural: 'Custom fields',
  icon: 'TextCursorInput',
  place: 'part',
  isReferenceData: true,
  matchedBy: [['entity', 'key']],
  fields: {
    entity: text({ required: true, index: true, immutable: true }),
    key: text({ required: true, immutable: true }),
    label: text({ required: true, search: true }),
    kind: choice(customKinds, { required: true, initial: 'text', immutable: true }),
    position: number({ isInteger: true, min: 1 }),
    /** `{ choices: [...] }` of a choice. */
    settings: json(),
  },
  needs: ({ after }) => ({
    same:
      after.entity === null || after.key === null
        ? given(0)
        : count('fieldDefinition', {
            and: [
              { field: 'entity', op: 'eq', value: after.entity },
              { field: 'key', op: 'eq', value: after.key },
              { field: 'id', op: 'neq', value: after.id },
            ],
          }),
  }),
  rules: [
    {
      code: 'key-invalid',
      field: 'key',
      message: 'A key is made of letters and digits and begins with a small letter, for example contractEnd.',
      holds: ({ after }) => after.key === null || /^[a-z][a-zA-Z0-9]{0,49}$/.test(after.key),
    },
    {
      code: 'key-in-use',
      field: 'key',
      message: 'Another custom field has this key already. Choose another one.',
      holds: ({ facts }) => facts.same === 0,
    },
    {
      code: 'choices-needed',
      field: 'settings',
      message: 'Name the choices of this field.',
      holds: ({ after }) => after.kind !== 'choice' || hasChoices(after.settings),
    },
  ],
  views: {
    title: 'label',
    list: ['label', 'entity', 'key', 'kind', 'position'],
    sort: { field: 'position', direction: 'asc' },
    form: ['label', 'entity', 'key', 'kind', 'position'],
  },
});

const hasChoices = (settings: unknown): boolean =>
  typeof settings === 'object' &&
  settings !== null &&
  'choices' in settings &&
  Array.isArray(settings.choices) &&
  settings.choices.length > 0;
