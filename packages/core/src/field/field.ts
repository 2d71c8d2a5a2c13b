import type { RecordId } from '../id/uuid.ts';
import type { JsonValue } from '../json.ts';
import type { Money } from '../money/money.ts';

/**
 * The third axis of the product: every field of every entity is one of these kinds, and every projection (column,
 * editor, cell, filter, CSV, history line …) is one complete `Record<FieldKind, …>`.
 */
export type FieldKind = keyof FieldValueByKind;

/** What a filled field of each kind holds. An empty field is `null`, except that the list kinds are `[]`. */
export interface FieldValueByKind {
  /** One line. */
  readonly text: string;
  /** Many lines, plain. */
  readonly longText: string;
  /** Finite, within ±2^53. */
  readonly number: number;
  readonly boolean: boolean;
  /** A calendar date without a time zone, `YYYY-MM-DD`. */
  readonly date: string;
  /** A moment: milliseconds since 1970-01-01T00:00Z. */
  readonly instant: number;
  readonly money: Money;
  /** One of the field's `choices`. */
  readonly choice: string;
  /** The id of one record of `target`. */
  readonly reference: RecordId;
  /** Ids of records of `target`; merges element by element, keeps the order in which they were added. */
  readonly references: readonly RecordId[];
  /** Addresses in lower case. */
  readonly emails: readonly string[];
  /** Numbers in E.164. */
  readonly phones: readonly string[];
  /** http or https. */
  readonly url: string;
  /** A place between two others, see order-key.ts. */
  readonly orderKey: string;
  /** A number with a prefix that counts up, such as LED-001. */
  readonly serial: string;
  /** Structured settings that no list filters by. */
  readonly json: JsonValue;
}

export type FieldValue = JsonValue;

/**
 * What happens when two devices change a field at once: `latest` lets the later clock win, `guarded` refuses what was
 * not based on the current value, `set` merges element by element.
 */
export type MergePolicy = 'latest' | 'guarded' | 'set';

export interface FieldOptions {
  /** Shown to people. Default: the field's name in words. */
  readonly label?: string;
  readonly help?: string;
  readonly required?: boolean;
  /** In the search index of its record. */
  readonly search?: boolean;
  /** Indexed for filters, sorts and related lists. */
  readonly index?: boolean;
  readonly merge?: MergePolicy;
  /** Made by the system; a change that names it is refused. */
  readonly readOnly?: boolean;
  /** Fixed once it is set. */
  readonly immutable?: boolean;
  /** Not offered in forms, lists and filters. */
  readonly hidden?: boolean;
  /** Column headings in other systems' exports that mean this field. */
  readonly importNames?: readonly string[];
  /** What a new record gets when the change is silent. */
  readonly initial?: FieldValue;
}

export interface Field<K extends FieldKind> extends FieldOptions {
  readonly kind: K;
}

export interface ChoiceField<C extends string = string> extends Field<'choice'> {
  readonly choices: readonly C[];
  readonly choiceLabels?: Partial<Record<C, string>>;
  /** Other writings of a choice in imports, `{ 'closed won': 'won' }`; keys folded. */
  readonly choiceImportNames?: Readonly<Record<string, C>>;
}

export interface ReferenceField extends Field<'reference'> {
  readonly target: string;
  /** The target's field that holds the other end, for a heading such as "Deals". */
  readonly backLabel?: string;
  /** What the target must be to be offered, such as `{ kind: 'deal' }`; all that the record itself refuses otherwise. */
  readonly among?: Readonly<Record<string, string>>;
  /** A reference that both have: only what is of the same pipeline is offered, for `pipeline`. */
  readonly within?: string;
}

export interface ReferencesField extends Field<'references'> {
  readonly target: string;
}

export interface SerialField extends Field<'serial'> {
  /** `LED` gives LED-001 … LED-999, LED-1000. */
  readonly prefix: string;
  /** A text field that keeps the number which a record showed before it turned out to be another record's. */
  readonly former?: string;
}

export interface NumberField extends Field<'number'> {
  readonly isInteger?: boolean;
  readonly min?: number;
  readonly max?: number;
  /** False for a number that is a name, such as a year: it is shown without separators of thousands. */
  readonly isGrouped?: boolean;
  /** Shown behind the number, such as % or min. */
  readonly unit?: string;
}

export interface MoneyField extends Field<'money'> {
  /** An import multiplies by this, for columns such as "revenue in millions". */
  readonly importScale?: number;
}

type PlainKind =
  | 'text'
  | 'longText'
  | 'boolean'
  | 'date'
  | 'instant'
  | 'emails'
  | 'phones'
  | 'url'
  | 'orderKey'
  | 'json';

export type FieldDefinition =
  | { [K in PlainKind]: Field<K> }[PlainKind]
  | ChoiceField
  | ReferenceField
  | ReferencesField
  | SerialField
  | NumberField
  | MoneyField;

export type FieldDefinitions = Readonly<Record<string, FieldDefinition>>;

/** The value of one field as TypeScript sees it in a rule. */
export type ValueOf<F extends FieldDefinition> =
  F extends ChoiceField<infer C>
    ? C | null
    : F['kind'] extends 'references' | 'emails' | 'phones'
      ? FieldValueByKind[F['kind']]
      : FieldValueByKind[F['kind']] | null;

export const text = (options: FieldOptions = {}): Field<'text'> => ({ kind: 'text', ...options });
export const longText = (options: FieldOptions = {}): Field<'longText'> => ({ kind: 'longText', ...options });
export const boolean = (options: FieldOptions = {}): Field<'boolean'> => ({ kind: 'boolean', ...options });
export const date = (options: FieldOptions = {}): Field<'date'> => ({ kind: 'date', ...options });
export const instant = (options: FieldOptions = {}): Field<'instant'> => ({ kind: 'instant', ...options });
export const emails = (options: FieldOptions = {}): Field<'emails'> => ({ kind: 'emails', merge: 'set', ...options });
export const phones = (options: FieldOptions = {}): Field<'phones'> => ({ kind: 'phones', merge: 'set', ...options });
export const url = (options: FieldOptions = {}): Field<'url'> => ({ kind: 'url', ...options });
export const orderKey = (options: FieldOptions = {}): Field<'orderKey'> => ({
  kind: 'orderKey',
  hidden: true,
  ...options,
});
export const json = (options: FieldOptions = {}): Field<'json'> => ({ kind: 'json', hidden: true, ...options });
export const number = (options: Omit<NumberField, 'kind'> = {}): NumberField => ({ kind: 'number', ...options });
export const money = (options: Omit<MoneyField, 'kind'> = {}): MoneyField => ({ kind: 'money', ...options });
export const serial = (prefix: string, options: FieldOptions & Pick<SerialField, 'former'> = {}): SerialField => ({
  kind: 'serial',
  prefix,
  immutable: true,
  search: true,
  ...options,
});
export const choice = <const C extends string>(
  choices: readonly C[],
  options: Omit<ChoiceField<C>, 'kind' | 'choices'> = {},
): ChoiceField<C> => ({ kind: 'choice', choices, ...options });
export const reference = (target: string, options: Omit<ReferenceField, 'kind' | 'target'> = {}): ReferenceField => ({
  kind: 'reference',
  target,
  index: true,
  ...options,
});
export const references = (
  target: string,
  options: Omit<ReferencesField, 'kind' | 'target'> = {},
): ReferencesField => ({ kind: 'references', target, merge: 'set', ...options });

/** The kinds whose value is a list; their rows also stand one by one in an index of values. */
export const isListKind = (kind: FieldKind): kind is 'references' | 'emails' | 'phones' =>
  kind === 'references' || kind === 'emails' || kind === 'phones';

/** What an empty field of the kind holds. */
export const emptyValue = (kind: FieldKind): FieldValue => (isListKind(kind) ? [] : null);

export const isEmptyValue = (value: FieldValue | undefined): boolean =>
  value === null || value === undefined || (Array.isArray(value) && value.length === 0);

/** The elements of a list kind's value; none for any other value. */
export const elementsOf = (value: FieldValue | undefined): readonly string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
