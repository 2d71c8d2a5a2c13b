import type { Entity } from '../entity/entity.ts';
import type { EntityRecord } from '../entity/record.ts';
import type { FieldKind, FieldValue } from '../field/field.ts';
import { isJsonObject } from '../json.ts';
import { phoneQueryDigits, phoneSearchTokens } from '../phone.ts';
import { foldText } from '../text/fold.ts';

/**
 * The words under which a record is found: its `search` fields, folded, phone numbers in every way they are dialled.
 * A search index splits it at everything in ASCII that is neither letter nor digit.
 */
export function searchText(entity: Entity, record: EntityRecord): string {
  let all = '';
  for (const [name, kind] of searchFields(entity)) {
    const value = record[name];
    if (value === null || value === undefined) continue;
    const words = wordsByKind[kind](value);
    if (words !== '') all = all === '' ? words : `${all} ${words}`;
  }
  return all;
}

/** To be raised when `searchText` makes other words of the same record. */
const wordsVersion = 1;

/** Differs when `searchText` may make other words than before of the same record. */
export const searchWordsKey = (entity: Entity): string =>
  [wordsVersion, ...searchFields(entity).map(([name, kind]) => `${name}:${kind}`)].join(' ');

/** What was typed, as beginnings of words that must all be there, or as the beginning of a phone number. */
export interface SearchTerms {
  /** Folded; at most 8. */
  readonly words: readonly string[];
  /** Digits to look for instead of the words. */
  readonly phone: string | null;
}

/** Nothing to look for gives no words and no phone. */
export function searchTerms(text: string): SearchTerms {
  const words = wordsOf(text.slice(0, 200))
    .split(NOT_A_WORD)
    .filter((word) => word !== '');
  return { words: [...new Set(words)].slice(0, 8), phone: phoneQueryDigits(text) ?? null };
}

const NOT_A_WORD = /[^a-z0-9\u0080-\u{10ffff}]+/u;

/** Beginnings of long texts are enough to find them, and keep one record from filling the index. */
const maxLongTextLength = 20_000;

const wordsByKind: Readonly<Record<FieldKind, (value: FieldValue) => string>> = {
  text: textWords,
  longText: (value) => (typeof value === 'string' ? wordsOf(value.slice(0, maxLongTextLength)) : ''),
  number: (value) => (typeof value === 'number' ? String(value) : ''),
  boolean: () => '',
  date: (value) => (typeof value === 'string' ? value : ''),
  instant: () => '',
  money: (value) => (isJsonObject(value) && typeof value.minor === 'number' ? String(value.minor) : ''),
  choice: textWords,
  reference: () => '',
  references: () => '',
  emails: (value) => listOf(value).map(wordsOf).join(' '),
  phones: (value) => listOf(value).flatMap(phoneSearchTokens).join(' '),
  url: textWords,
  orderKey: () => '',
  serial: textWords,
  json: () => '',
};

function textWords(value: FieldValue): string {
  return typeof value === 'string' ? wordsOf(value) : '';
}

function wordsOf(text: string): string {
  const folded = foldText(text);
  // Dashes, quotes and emoji beyond ASCII part words as well, but an index of plain ASCII rules does not know them.
  return NOT_ASCII.test(folded) ? folded.replace(NO_LETTER, ' ') : folded;
}

const NOT_ASCII = /[\u0080-\u{10ffff}]/u;
const NO_LETTER = /(?![\p{L}\p{N}\p{M}])[\u0080-\u{10ffff}]/gu;

const listOf = (value: FieldValue): readonly string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];

const fieldsByEntity = new WeakMap<Entity, readonly (readonly [string, FieldKind])[]>();

function searchFields(entity: Entity): readonly (readonly [string, FieldKind])[] {
  let fields = fieldsByEntity.get(entity);
  if (!fields) {
    fields = Object.entries(entity.fields)
      .filter(([, field]) => field.search)
      .map(([name, field]) => [name, field.kind] as const);
    fieldsByEntity.set(entity, fields);
  }
  return fields;
}

/** Names of the fields whose change changes the search text. */
export const isSearchField = (entity: Entity, name: string): boolean => entity.fields[name]?.search === true;
