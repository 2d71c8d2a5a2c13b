import { type ChainEnd, type ChainLink, entryOf, foundIn, type TenantReader, windowBefore } from '@satchel/sync/server';
import type { PostgresSession, PostgresText } from '../driver.ts';

type AuditReader = Pick<TenantReader, 'audit' | 'findAudit' | 'sealed' | 'chain' | 'events'>;

/** Reads what `audit-parts.ts` wrote. */
export function auditReader(session: PostgresSession): AuditReader {
  return {
    async audit(after, limit) {
      const rows = await session.query(selectEntries, [String(after), String(limit)]);
      return rows.map(([sequence, text]) => entryOf(Number(sequence), text ?? ''));
    },
    async findAudit({ actor, entity, action, from, to }, before, limit) {
      const rows = await session.query(selectFound, [
        String(before),
        String(windowBefore(before)),
        actor ?? null,
        from === undefined ? null : String(from),
        to === undefined ? null : String(to),
        entity ?? null,
        action ?? null,
        String(limit),
      ]);
      const entries = rows.map(([sequence, text]) => entryOf(Number(sequence), text ?? ''));
      return foundIn(entries, before, limit);
    },
    async sealed(first, last) {
      const rows = await session.query(selectSealed, [String(first), String(last)]);
      return rows.map(([sequence, salt, text]) => ({ sequence: Number(sequence), salt: salt ?? '', text: text ?? '' }));
    },
    async chain(after, limit) {
      const rows = await session.query(selectLinks, [String(after), String(limit)]);
      return rows.map(([place, kind, first, last, digests, link]) => ({
        place: Number(place),
        kind: kind as ChainLink['kind'],
        first: Number(first),
        last: Number(last),
        digests: hexOf(digests),
        link: hexOf(link),
      }));
    },
    async events(after, limit) {
      const rows = await session.query(selectEvents, [String(after), String(limit)]);
      return rows.flatMap(([sequence, events]) => {
        const made = JSON.parse(events ?? '[]') as readonly Omit<
          Awaited<ReturnType<AuditReader['events']>>[number],
          'sequence'
        >[];
        return made.map((event) => ({ ...event, sequence: Number(sequence) }));
      });
    },
  };
}

/** Of columns `place` and `link`. */
export const chainEndOf = (place: PostgresText | undefined, link: PostgresText | undefined): ChainEnd => ({
  place: Number(place ?? 0),
  link: hexOf(link),
});

/** PostgreSQL writes bytes as `\x` and hexadecimal digits (`bytea_output`, its default). */
const hexOf = (bytes: PostgresText | undefined): string => (bytes ?? '\\x').slice(2);

const selectEntries =
  'SELECT "sequence", "entry" FROM "_audit" WHERE "sequence" > $1::bigint ORDER BY "sequence" LIMIT $2::bigint';
const selectEvents =
  'SELECT "sequence", "entry"->\'events\' FROM "_audit" WHERE "sequence" > $1::bigint ORDER BY "sequence" LIMIT $2::bigint';
const selectSealed =
  'SELECT "sequence", "salt", "entry" FROM "_audit" WHERE "sequence" BETWEEN $1::bigint AND $2::bigint ORDER BY "sequence"';
const selectLinks =
  'SELECT "place", "kind", "first", "last", "digests", "link" FROM "_chain" WHERE "place" > $1::bigint ORDER BY "place" LIMIT $2::bigint';
const selectFound = `SELECT "sequence", "entry" FROM "_audit" WHERE "sequence" < $1::bigint AND "sequence" >= $2::bigint
  AND ($3::text IS NULL OR "entry"->'change'->>'actor' = $3)
  AND ($4::bigint IS NULL OR ("entry"->>'acceptedAt')::bigint >= $4::bigint)
  AND ($5::bigint IS NULL OR ("entry"->>'acceptedAt')::bigint < $5::bigint)
  AND (($6::text IS NULL AND $7::text IS NULL) OR EXISTS (SELECT FROM json_array_elements("entry"->'writes') AS w
    WHERE ($6 IS NULL OR w->>'entity' = $6) AND ($7 IS NULL OR w->>'kind' = $7)))
  ORDER BY "sequence" DESC LIMIT $8::bigint`;
