import type { FieldDefinition, FieldKind } from '../field/field.ts';
import type { ComparedKind, ListKind, OrderedKind, TextualKind } from './resolved-where.ts';
import { isFoldedKind } from './resolved-where.ts';
import type { WhereOp } from './where.ts';

/** What can be asked of a kind; a filter menu offers these in this order. */
export const opsByKind: Readonly<Record<FieldKind, readonly WhereOp[]>> = {
  text: ['contains', 'eq', 'neq', 'starts_with', 'in', 'gt', 'gte', 'lt', 'lte', 'empty'],
  longText: ['empty'],
  number: ['eq', 'neq', 'gt', 'gte', 'lt', 'lte', 'in', 'empty'],
  boolean: ['eq', 'neq', 'empty'],
  date: ['within', 'eq', 'neq', 'gt', 'gte', 'lt', 'lte', 'in', 'empty'],
  instant: ['within', 'eq', 'neq', 'gt', 'gte', 'lt', 'lte', 'empty'],
  money: ['eq', 'neq', 'gt', 'gte', 'lt', 'lte', 'in', 'empty'],
  choice: ['in', 'eq', 'neq', 'empty'],
  reference: ['in', 'eq', 'neq', 'empty'],
  references: ['in', 'all', 'eq', 'neq', 'empty'],
  emails: ['contains', 'starts_with', 'eq', 'neq', 'in', 'all', 'empty'],
  phones: ['contains', 'starts_with', 'eq', 'neq', 'in', 'all', 'empty'],
  url: ['contains', 'eq', 'neq', 'starts_with', 'in', 'gt', 'gte', 'lt', 'lte', 'empty'],
  orderKey: ['eq', 'neq', 'gt', 'gte', 'lt', 'lte', 'in', 'empty'],
  serial: ['contains', 'eq', 'neq', 'starts_with', 'in', 'gt', 'gte', 'lt', 'lte', 'empty'],
  json: ['empty'],
};

/** The same by field. */
export const opsOf = (field: FieldDefinition): readonly WhereOp[] => opsByKind[field.kind];

/** Whether a field of the kind holds several elements. */
export const isList = (kind: FieldKind): kind is ListKind =>
  kind === 'references' || kind === 'emails' || kind === 'phones';
/** Whether values of the kind come before one another. */
export const isOrdered = (kind: FieldKind): kind is OrderedKind => opsByKind[kind].includes('gt');
/** Whether values of the kind are equal or not. */
export const isCompared = (kind: FieldKind): kind is ComparedKind => opsByKind[kind].includes('eq');
/** Whether a part of a value of the kind can be looked for. */
export const isTextual = (kind: FieldKind): kind is TextualKind =>
  isFoldedKind(kind) || kind === 'emails' || kind === 'phones';
