import { type FieldDefinitions, instant, reference, text } from '../field/field.ts';

/**
 * Fields that every record has besides its own. `id`, `rev` (the sequence of its last change), `stamps` (the clock of
 * each field that changed after the record was made) and `custom` (values of fields defined at run time) are not
 * fields but columns of the store.
 */
export const systemFields = {
  owner: reference('member', { merge: 'guarded', label: 'Owner' }),
  team: text({ hidden: true }),
  externalId: text({ hidden: true, index: true, label: 'External id' }),
  source: text({ hidden: true, label: 'Imported from' }),
  createdAt: instant({ readOnly: true, index: true, label: 'Created' }),
  createdBy: reference('member', { readOnly: true, index: false, label: 'Created by' }),
  updatedAt: instant({ readOnly: true, label: 'Updated' }),
  updatedBy: reference('member', { readOnly: true, index: false, label: 'Updated by' }),
  deletedAt: instant({ readOnly: true, hidden: true, label: 'Deleted' }),
} as const satisfies FieldDefinitions;

export type SystemFields = typeof systemFields;
