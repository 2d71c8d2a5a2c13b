import type { FieldDefinition, FieldDefinitions, FieldValue, FieldValues } from '@satchel/core';

/** What every editor gets; `onChange` is called with a value of the field's kind, null or [] for empty. */
export interface EditorProps {
  readonly id: string;
  readonly label: string;
  readonly field: FieldDefinition;
  readonly value: FieldValue;
  readonly onChange: (value: FieldValue) => void;
  readonly isInvalid?: boolean;
  readonly describedBy?: string;
  readonly autoFocus?: boolean;
  /** The rest of the record, as it is when it is asked for: what is offered may follow from it. */
  readonly beside?: () => BesideFields;
  /** Of an edit in place, which choosing ends; what can be chosen is shown at once. */
  readonly onChosen?: (value: FieldValue) => void;
}

export interface BesideFields {
  readonly definitions: FieldDefinitions;
  readonly values: FieldValues;
}

/** Attributes that every control of an editor carries. */
export const controlProps = ({ id, label, isInvalid, describedBy, autoFocus }: EditorProps) => ({
  id,
  'aria-label': label,
  'aria-invalid': isInvalid ?? false,
  ...(describedBy === undefined ? {} : { 'aria-describedby': describedBy }),
  autoFocus: autoFocus ?? false,
});
