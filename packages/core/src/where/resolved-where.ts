import type { FieldKind } from '../field/field.ts';

/**
 * A checked filter whose operands are in the form in which columns are stored: texts folded, relative dates made
 * ranges, `me` an id. What compiles it only looks at `leaf` and `kind`.
 *
 * Every leaf is true or false, also on an empty field: empty makes each leaf false but `empty`. `and` of nothing is
 * true, `or` of nothing is false.
 */
export type ResolvedWhere =
  | { readonly node: 'and' | 'or'; readonly parts: readonly ResolvedWhere[] }
  | { readonly node: 'not'; readonly part: ResolvedWhere }
  | ResolvedLeaf;

/** `field` may also be `id`, with kind `reference`. */
export type ResolvedLeaf =
  /** List kinds: has this element. */
  | { readonly leaf: 'equals'; readonly field: string; readonly kind: ComparedKind; readonly value: Operand }
  /** Texts by code point. */
  | {
      readonly leaf: 'compare';
      readonly field: string;
      readonly kind: OrderedKind;
      readonly op: 'gt' | 'gte' | 'lt' | 'lte';
      readonly value: string | number;
    }
  /** Literally, no wildcards. List kinds: at least one element contains it. An empty value matches all that is filled. */
  | {
      readonly leaf: 'contains' | 'startsWith';
      readonly field: string;
      readonly kind: TextualKind;
      readonly value: string;
    }
  /** 1 to 10,000 values, none twice. List kinds: at least one element is among them. */
  | { readonly leaf: 'oneOf'; readonly field: string; readonly kind: ComparedKind; readonly values: readonly Operand[] }
  /** List kinds: every value (at least one, none twice) is an element. */
  | { readonly leaf: 'all'; readonly field: string; readonly kind: ListKind; readonly values: readonly string[] }
  /** Null, or no element. */
  | { readonly leaf: 'empty'; readonly field: string; readonly kind: FieldKind }
  /** Dates: both ends belong to it. */
  | {
      readonly leaf: 'between';
      readonly field: string;
      readonly kind: 'date';
      readonly from: string;
      readonly to: string;
    }
  /** Instants, in milliseconds: from <= value < before. */
  | {
      readonly leaf: 'between';
      readonly field: string;
      readonly kind: 'instant';
      readonly from: number;
      readonly before: number;
    };

/**
 * Money: minor units (a number). Folded kinds: the folded text. Emails: lower case. Phones: E.164. Boolean: boolean.
 */
export type Operand = string | number | boolean;

/** Kinds that hold several elements. */
export type ListKind = 'references' | 'emails' | 'phones';
/** Kinds with a folded column beside their own; what is filtered and sorted is the folded one. */
export type FoldedKind = 'text' | 'url' | 'serial';
/** Kinds of which one value comes before another. */
export type OrderedKind = FoldedKind | 'number' | 'date' | 'instant' | 'money' | 'orderKey';
/** Kinds whose values are equal or not. */
export type ComparedKind = OrderedKind | 'boolean' | 'choice' | 'reference' | ListKind;
/** Phones: within the digits of E.164 (`contains`), or from its `+` on (`startsWith`). */
export type TextualKind = FoldedKind | 'emails' | 'phones';

/** Whether a kind has a folded column, see FoldedKind. */
export const isFoldedKind = (kind: FieldKind): kind is FoldedKind =>
  kind === 'text' || kind === 'url' || kind === 'serial';
