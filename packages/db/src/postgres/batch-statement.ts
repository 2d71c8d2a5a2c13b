import type { ChangeId } from '@satchel/core';
import type { ChainEnd, LeftBehind, Outcome } from '@satchel/sync/server';
import { arrayText, linesText, type PostgresText, type Statement } from './driver.ts';

/** One part of the statement that keeps a batch; parameters are numbered by whoever puts the parts together. */
export interface WritePart {
  /** With `$n` where the n-th of these values stands. `$0` is the tenant. */
  readonly text: string;
  readonly values: readonly PostgresText[];
  /** How many rows it must reach; null: any. */
  readonly rows: number | null;
}

/** How the count of rows is looked at: by whoever asked, or, when nobody waits, by an error of PostgreSQL. */
export type Counting = 'told' | 'failing';

/** All parts as one statement, which is one way to the database and back. Told is whether each part reached its rows. */
export function batchStatement(parts: readonly WritePart[], tenant: string, counting: Counting): Statement {
  const parameters: PostgresText[] = [tenant];
  for (const { values, rows } of parts) {
    parameters.push(...values);
    if (rows !== null) parameters.push(String(rows));
  }
  return { text: batchText(parts, counting), parameters };
}

/** By the parts' own texts. */
const texts = new Map<string, string>();
const maxTexts = 500;

function batchText(parts: readonly WritePart[], counting: Counting): string {
  const key = `${counting} ${parts.map(({ text, rows }) => `${rows === null ? '?' : '='}${text}`).join('')}`;
  const known = texts.get(key);
  if (known !== undefined) return known;
  let last = 1;
  const expected: string[] = [];
  const withs = parts.map(({ text, values, rows }, index) => {
    const first = last;
    last += values.length;
    const numbered = text.replace(/\$(\d+)/g, (_, place: string) => `$${place === '0' ? 1 : first + Number(place)}`);
    if (rows !== null) {
      last += 1;
      expected.push(`(SELECT count(*) FROM w${index}) = $${last}::bigint`);
    }
    return `w${index} AS (${numbered} RETURNING 1)`;
  });
  const isReached = expected.length > 0 ? expected.join(' AND ') : 'TRUE';
  const told = counting === 'told' ? isReached : `(CASE WHEN ${isReached} THEN '1' ELSE 'too few rows' END)::integer`;
  const text = `WITH ${withs.join(', ')} SELECT ${told}`;
  if (texts.size < maxTexts) texts.set(key, text);
  return text;
}

/** How changes of one device ended, and how far it is. */
export interface EndedChanges {
  readonly device: string;
  readonly outcomes: readonly Outcome[];
  readonly lastNumber: number;
  readonly confirmed: number;
}

/** Of a device each. */
export function endedParts(ended: readonly EndedChanges[]): readonly WritePart[] {
  if (ended.length === 0) return [];
  const outcomes = ended.flatMap(({ device, outcomes: own }) => own.map((outcome) => ({ device, outcome })));
  return [...(outcomes.length > 0 ? [outcomesPart(outcomes)] : []), devicesPart(ended)];
}

const outcomesPart = (outcomes: readonly { readonly device: string; readonly outcome: Outcome }[]): WritePart => ({
  text:
    'INSERT INTO "_outcome" ("tenant_id", "device", "change", "outcome") ' +
    `SELECT $0::uuid, v.* FROM unnest($1::text[], $2::text[], ${linesOf(3, 'json')}) AS v`,
  values: [
    arrayText(outcomes.map(({ device }) => device)),
    arrayText(outcomes.map(({ outcome }) => outcome.change)),
    linesText(outcomes.map(({ outcome }) => JSON.stringify(outcome))),
  ],
  rows: outcomes.length,
});

const devicesPart = (ended: readonly EndedChanges[]): WritePart => ({
  text:
    'INSERT INTO "_device" AS d ("tenant_id", "device", "last_number", "confirmed") ' +
    'SELECT $0::uuid, v.* FROM unnest($1::text[], $2::bigint[], $3::bigint[]) AS v ' +
    'ON CONFLICT ("tenant_id", "device") DO UPDATE ' +
    'SET "last_number" = excluded."last_number", "confirmed" = greatest(d."confirmed", excluded."confirmed")',
  values: [
    arrayText(ended.map(({ device }) => device)),
    arrayText(ended.map(({ lastNumber }) => String(lastNumber))),
    arrayText(ended.map(({ confirmed }) => String(confirmed))),
  ],
  rows: ended.length,
});

export const unconfirmPart = (device: string): WritePart => ({
  text: 'UPDATE "_device" SET "confirmed" = 0 WHERE "tenant_id" = $0::uuid AND "device" = $1::text',
  values: [device],
  rows: null,
});

export const counterPart = (name: string, last: number): WritePart => ({
  text:
    'INSERT INTO "_counter" AS c ("tenant_id", "name", "last") VALUES ($0::uuid, $1, $2::bigint) ' +
    'ON CONFLICT ("tenant_id", "name") DO UPDATE SET "last" = excluded."last"',
  values: [name, String(last)],
  rows: 1,
});

/** Their content is text: JSON that PostgreSQL's own would refuse is kept as well. */
export const leftBehindPart = (left: readonly LeftBehind[]): WritePart => ({
  text:
    'INSERT INTO "_left_behind" ("tenant_id", "change", "member", "device", "received_at", "content") ' +
    `SELECT $0::uuid, v.* FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[], ${linesOf(5, 'text')}) AS v ` +
    'ON CONFLICT DO NOTHING',
  values: [
    arrayText(left.map(({ change }) => change.id)),
    arrayText(left.map(({ member }) => member)),
    arrayText(left.map(({ device }) => device)),
    arrayText(left.map(({ receivedAt }) => receivedAt)),
    linesText(left.map(({ change }) => JSON.stringify(change))),
  ],
  rows: null,
});

export const forgetLeftBehindPart = (changes: readonly ChangeId[]): WritePart => ({
  text: 'DELETE FROM "_left_behind" WHERE "tenant_id" = $0::uuid AND "change" = ANY($1::text[])',
  values: [arrayText(changes)],
  rows: null,
});

export const headPart = (head: number, { place, link }: ChainEnd): WritePart => ({
  text: `UPDATE "_tenant" SET "head" = $1::bigint, "place" = $2::bigint, "link" = decode($3, 'hex') WHERE "tenant_id" = $0::uuid`,
  values: [String(head), String(place), link],
  rows: 1,
});

/** An array of what `linesText` made. */
export const linesOf = (place: number, type: 'json' | 'jsonb' | 'text'): string =>
  `string_to_array($${place}::text, E'\\n', '')::${type}[]`;
