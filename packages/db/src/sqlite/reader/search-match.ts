import { searchTerms } from '@satchel/core';

/**
 * The FTS5 expression (https://sqlite.org/fts5.html#full_text_query_syntax) for what was typed: every word begins a
 * word of the record, or its digits begin a phone number. Null when there is nothing to look for.
 */
export function matchExpression(text: string): string | null {
  const { words, phone } = searchTerms(text);
  const alternatives = [
    ...(words.length === 0 ? [] : [words.map(beginning).join(' AND ')]),
    ...(phone === null || (words.length === 1 && words[0] === phone) ? [] : [beginning(phone)]),
  ];
  return alternatives.length === 0 ? null : alternatives.map((part) => `(${part})`).join(' OR ');
}

const beginning = (word: string): string => `"${word.replaceAll('"', '')}"*`;
