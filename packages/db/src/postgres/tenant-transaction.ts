import type { Model } from '@satchel/core';
import type { Acceptance, TenantTransaction } from '@satchel/sync';
import { createNeedTexts, type QueryNeed } from '../need-text.ts';
import { postgresDialect, postgresText } from './dialect.ts';
import { arrayText, type PostgresRow, type PostgresSession, type PostgresText, parameterText } from './driver.ts';
import { type WritePart, writeParts } from './entity-writes.ts';
import { storeError } from './sql-state.ts';
import { selectTenant, type TenantState, tenantReader, tenantState } from './tenant-reader.ts';

/** A transaction of the port, and what is to be done before it ends. */
export interface OpenTransaction {
  readonly transaction: TenantTransaction;
  /** Writes what was left to the end. */
  readonly finish: () => Promise<void>;
}

export type NeedTexts = ReturnType<typeof createNeedTexts>;

export const needTexts = (model: Model): NeedTexts =>
  createNeedTexts(model, { where: postgresDialect, text: postgresText });

/**
 * Works on one tenant in an open transaction that holds the tenant's lock. The head is written with the last thing that
 * needs a statement anyway.
 *
 * @param begun the tenant's state when the lock was taken
 * @param isLockedLate see `StoreOptions`
 */
export function openTransaction(
  driver: PostgresSession,
  model: Model,
  textOf: NeedTexts,
  tenant: string,
  begun: Promise<TenantState>,
  isLockedLate: boolean,
): OpenTransaction {
  const session = refusing(driver);
  /** Set by `accept`; the row says it once it was written. */
  let head: number | null = null;
  let isHeadWritten = true;
  let depth = 0;

  const state = async (): Promise<TenantState> => {
    const first = await begun;
    return head === null ? first : { ...first, head };
  };
  const { rowsOf, ...reader } = tenantReader(session, model, state);

  const ask = (need: QueryNeed): Promise<readonly PostgresRow[]> => {
    const { sql, parameters } = textOf(need);
    return session.query(sql, parameters.map(parameterText));
  };

  const headPart = (): readonly WritePart[] =>
    isHeadWritten ? [] : [{ text: updateHead, values: [String(head)], rows: 1 }];

  const write = async (parts: readonly WritePart[]): Promise<void> => {
    if (parts.length === 0) return;
    const { text, values } = together(parts, tenant);
    const [counts = []] = await session.query(text, values);
    for (const [index, { rows }] of parts.entries()) {
      if (rows !== null && Number(counts[index]) !== rows)
        throw new Error('A row that a change writes to is not there.');
    }
  };

  const transaction: TenantTransaction = {
    ...reader,
    count: async (need) => Number((await ask(need))[0]?.[0]),
    first: async (need) => {
      const [row] = await ask(need);
      return row ? rowsOf(need.entity).decodeRecord(row) : null;
    },
    list: async (need) => (await ask(need)).map(rowsOf(need.entity).decodeRecord),
    async referring(entity, field, ids) {
      if (ids.length === 0) return [];
      const { referring, decode } = rowsOf(entity);
      return (await session.query(referring(field), [arrayText(ids)])).map(decode);
    },
    async accept(judged) {
      const acceptances = isLockedLate ? await renumbered(session, judged) : judged;
      const next = isLockedLate ? (acceptances.at(-1)?.entry.sequence ?? 0) : afterAll(judged, (await state()).head);
      await write([...writeParts(acceptances, model), auditPart(acceptances)]);
      head = next;
      isHeadWritten = false;
    },
    async conclude(device, outcomes, lastNumber) {
      const kept: WritePart = {
        text: insertOutcomes,
        values: [
          device,
          arrayText(outcomes.map(({ change }) => change)),
          arrayText(outcomes.map((outcome) => JSON.stringify(outcome))),
        ],
        rows: outcomes.length,
      };
      const number: WritePart = { text: putDevice, values: [device, String(lastNumber)], rows: 1 };
      await write([...(outcomes.length > 0 ? [kept] : []), number, ...headPart()]);
      isHeadWritten = true;
    },
    async savepoint(work) {
      const before = { head, isHeadWritten };
      depth += 1;
      const name = `part_${depth}`;
      // Not waited for: what follows fails when it does.
      driver.run(`SAVEPOINT ${name}`).catch(() => undefined);
      try {
        const result = await work();
        driver.run(`RELEASE SAVEPOINT ${name}`).catch(() => undefined);
        return result;
      } catch (error) {
        await driver.run(`ROLLBACK TO SAVEPOINT ${name}; RELEASE SAVEPOINT ${name}`);
        ({ head, isHeadWritten } = before);
        throw error;
      } finally {
        depth -= 1;
      }
    },
  };
  return { transaction, finish: () => write(headPart()) };
}

/** What is wrong with the data is told as the port tells it. */
const refusing = (session: PostgresSession): PostgresSession => ({
  async query(text, parameters) {
    try {
      return await session.query(text, parameters);
    } catch (error) {
      throw storeError(error);
    }
  },
  run: (script) => session.run(script),
});

/** As they follow what others have accepted since these were judged. */
async function renumbered(
  session: PostgresSession,
  acceptances: readonly Acceptance[],
): Promise<readonly Acceptance[]> {
  const { head } = tenantState(await session.query(`${selectTenant} FOR UPDATE`, []));
  return acceptances.map((one, index) => ({ ...one, entry: { ...one.entry, sequence: head + index + 1 } }));
}

function afterAll(acceptances: readonly Acceptance[], head: number): number {
  let last = head;
  for (const { entry } of acceptances) {
    if (entry.sequence !== last + 1) throw new Error(`Sequence ${entry.sequence} does not follow ${last}.`);
    last = entry.sequence;
  }
  return last;
}

/** All parts as one statement, which gives how many rows each has reached. */
function together(parts: readonly WritePart[], tenant: string) {
  const values: PostgresText[] = [tenant];
  const texts = parts.map(({ text, values: own }, index) => {
    const first = values.length;
    values.push(...own);
    const numbered = text.replace(/\$(\d+)/g, (_, place: string) => `$${place === '0' ? 1 : first + Number(place)}`);
    return `w${index} AS (${numbered} RETURNING 1)`;
  });
  const counts = parts.map((_, index) => `(SELECT count(*) FROM w${index})`);
  return { text: `WITH ${texts.join(', ')} SELECT ${counts.join(', ')}`, values };
}

function auditPart(acceptances: readonly Acceptance[]): WritePart {
  const entries = acceptances.map(({ entry }) => entry);
  return {
    text: insertAudit,
    values: [
      arrayText(entries.map(({ sequence }) => sequence)),
      arrayText(entries.map(({ acceptedAt }) => acceptedAt)),
      arrayText(entries.map(({ change }) => JSON.stringify(change))),
      arrayText(entries.map(({ writes }) => JSON.stringify(writes))),
      arrayText(acceptances.map(({ events }) => JSON.stringify(events))),
    ],
    rows: entries.length,
  };
}

const insertAudit =
  'INSERT INTO "_audit" ("tenant_id", "sequence", "accepted_at", "change", "writes", "events") ' +
  'SELECT $0::uuid, v.* FROM unnest($1::bigint[], $2::bigint[], $3::jsonb[], $4::json[], $5::json[]) AS v';
const insertOutcomes =
  'INSERT INTO "_outcome" ("tenant_id", "device", "change", "outcome") ' +
  'SELECT $0::uuid, $1::text, v.* FROM unnest($2::text[], $3::json[]) AS v';
const putDevice =
  'INSERT INTO "_device" AS d ("tenant_id", "device", "last_number") VALUES ($0::uuid, $1, $2::bigint) ' +
  'ON CONFLICT ("tenant_id", "device") DO UPDATE SET "last_number" = excluded."last_number"';
const updateHead = 'UPDATE "_tenant" SET "head" = $1::bigint WHERE "tenant_id" = $0::uuid';
