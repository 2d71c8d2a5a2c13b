import type { MemberId, Model, RecordId } from '@satchel/core';
import {
  type Acceptance,
  type ChainEnd,
  type LeftBehind,
  StoreRefused,
  type TenantTransaction,
} from '@satchel/sync/server';
import { sql } from 'kysely';
import { createNeedTexts, type QueryNeed } from '../need-text.ts';
import { auditParts } from './audit/audit-parts.ts';
import {
  batchStatement,
  counterPart,
  type EndedChanges,
  endedParts,
  forgetLeftBehindPart,
  headPart,
  leftBehindPart,
  unconfirmPart,
  type WritePart,
} from './batch-statement.ts';
import { postgresDialect, postgresText } from './dialect.ts';
import { arrayText, type PostgresRow, type PostgresSession, parameterText } from './driver.ts';
import { writeParts } from './entity-writes.ts';
import { isConsequential, storeError } from './sql-state.ts';
import { selectTenant, type TenantState, tenantReader, tenantState } from './tenant-reader.ts';

/** A transaction of the port, and what is to be done at its end. */
export interface OpenTransaction {
  readonly transaction: TenantTransaction;
  /** Sends what was left to the end. */
  readonly finish: () => Promise<void>;
  /** Waits until it is known what became of everything that was written. */
  readonly settle: () => Promise<void>;
  /** What became of a statement that nobody waited for. */
  readonly failure: () => unknown;
  /** A hopeful transaction cannot go on: its work must be run carefully. */
  readonly needsCare: () => boolean;
}

export type NeedTexts = ReturnType<typeof createNeedTexts>;

export const needTexts = (model: Model): NeedTexts =>
  createNeedTexts(model, { where: postgresDialect, text: postgresText, byElement: sql`` });

/**
 * `hopeful`: writes are sent and not waited for, and parts of the work have no savepoint, since most work has nothing to
 * take back; when something has, all of it is run again, carefully. `careful`: as the port says it. `locked late`: a
 * mistake on purpose, see `StoreOptions`.
 */
export type Manner = 'hopeful' | 'careful' | 'locked late';

/**
 * Works on one tenant in an open transaction that holds the tenant's lock. The head is written with the last thing that
 * needs a statement anyway.
 *
 * @param begun the tenant's state when the lock was taken
 */
export function openTransaction(
  driver: PostgresSession,
  model: Model,
  textOf: NeedTexts,
  tenant: string,
  begun: Promise<TenantState>,
  manner: Manner,
): OpenTransaction {
  const session = refusing(driver);
  const isHopeful = manner === 'hopeful';
  /** Set by `accept`; the tenant's row says it once it was written. */
  let accepted: { readonly head: number; readonly chainEnd: ChainEnd } | null = null;
  /** Set by `renew`. */
  let generation: string | null = null;
  let isHeadWritten = true;
  let depth = 0;
  let failure: unknown;
  let hasFailedPart = false;

  /** Hopeful: what is to be written, kept until something is asked or the work ends, to go as one statement. */
  let kept: readonly WritePart[] = [];
  /** The same of how changes ended, of a device each. */
  let ended: readonly EndedChanges[] = [];

  const write = async (parts: readonly WritePart[]): Promise<void> => {
    if (parts.length === 0) return;
    const { text, parameters } = batchStatement(parts, tenant, isHopeful ? 'failing' : 'told');
    const asked = session.query(text, parameters);
    if (isHopeful) {
      asked.catch((error: unknown) => {
        if (!isConsequential(error)) failure ??= error;
      });
    } else if ((await asked)[0]?.[0] !== 't') throw new Error('A row that a change writes to is not there.');
  };
  const writeKept = async (): Promise<void> => {
    const parts = [...kept, ...endedParts(ended)];
    kept = [];
    ended = [];
    await write(parts);
  };
  const keep = async (parts: readonly WritePart[]): Promise<void> => {
    if (isHopeful) kept = [...kept, ...parts];
    else await write(parts);
  };
  /** What was written before is seen by what is asked after. */
  const asking: PostgresSession = {
    query(text, parameters) {
      // Hopeful writes are sent before this goes on.
      void writeKept();
      return session.query(text, parameters);
    },
    run: (script) => session.run(script),
  };

  const state = async (): Promise<TenantState> => {
    const first = await begun;
    return { ...first, ...accepted, generation: generation ?? first.generation };
  };
  const { rowsOf, ...reader } = tenantReader(asking, model, state);

  const ask = (need: QueryNeed): Promise<readonly PostgresRow[]> => {
    const { sql, parameters } = textOf(need);
    return asking.query(sql, parameters.map(parameterText));
  };
  const unwrittenHead = (): readonly WritePart[] =>
    isHeadWritten || accepted === null ? [] : [headPart(accepted.head, accepted.chainEnd)];

  const transaction: TenantTransaction = {
    ...(isHopeful ? { isHopeful } : {}),
    ...reader,
    count: async (need) => Number((await ask(need))[0]?.[0]),
    first: async (need) => {
      const [row] = await ask(need);
      return row ? rowsOf(need.entity).decodeRecord(row) : null;
    },
    list: async (need) => (await ask(need)).map(rowsOf(need.entity).decodeRecord),
    async numbered(entity, field, numbers) {
      const rows = await asking.query(rowsOf(entity).numbered(field), [arrayText(numbers)]);
      return new Map(rows.map(([number, id]) => [number ?? '', id as RecordId] as const));
    },
    async counter(name) {
      const [row] = await asking.query(selectCounter, [name]);
      return Number(row?.[0] ?? 0);
    },
    async setCounter(name, last) {
      await keep([counterPart(name, last)]);
    },
    keepLeftBehind: (left) => keep([leftBehindPart(left)]),
    async countLeftBehind(member) {
      const [row] = await asking.query(countLeftBehind, [member]);
      return Number(row?.[0]);
    },
    async leftBehind(wanted) {
      const rows =
        'id' in wanted
          ? await asking.query(`${selectLeftBehind} WHERE "change" = $1`, [wanted.id])
          : await asking.query(`${selectLeftBehind} WHERE "change" > $1 ORDER BY "change" LIMIT $2`, [
              wanted.after ?? '',
              String(wanted.limit),
            ]);
      return rows.map(([member, device, receivedAt, content]) => ({
        // What `keepLeftBehind` wrote.
        change: JSON.parse(content ?? '') as LeftBehind['change'],
        member: member as MemberId,
        device: device ?? '',
        receivedAt: Number(receivedAt),
      }));
    },
    forgetLeftBehind: (changes) => keep([forgetLeftBehindPart(changes)]),
    async accept(judged) {
      if (judged.length === 0) return;
      const isLate = manner === 'locked late';
      const before = isLate ? tenantState(await session.query(`${selectTenant} FOR UPDATE`, [])) : await state();
      const acceptances = isLate ? following(judged, before.head) : judged;
      const head = afterAll(acceptances, before.head);
      const audit = auditParts(tenant, acceptances, before.chainEnd);
      const parts = [...writeParts(acceptances, model), ...audit.parts];
      // One statement must not write a row twice.
      await writeKept();
      if (isHopeful && acceptances.length < worthSending) kept = parts;
      else await write(parts);
      accepted = { head, chainEnd: audit.end };
      isHeadWritten = false;
    },
    async conclude(device, outcomes, lastNumber, confirmed = 0) {
      const one = { device, outcomes, lastNumber, confirmed };
      // One statement must not write a row twice.
      if (ended.some((other) => other.device === device)) await writeKept();
      const head = unwrittenHead();
      if (isHopeful) {
        kept = [...kept, ...head];
        ended = [...ended, one];
      } else await write([...endedParts([one]), ...head]);
      isHeadWritten = true;
    },
    async unconfirm(device) {
      // One statement must not write a row twice.
      await writeKept();
      await keep([unconfirmPart(device)]);
    },
    async renew(next) {
      await asking.query('UPDATE "_tenant" SET "generation" = $1', [next]);
      generation = next;
    },
    async savepoint(work) {
      if (isHopeful) {
        try {
          return await work();
        } catch (error) {
          hasFailedPart = true;
          throw error;
        }
      }
      const before = { accepted, isHeadWritten, generation };
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
        ({ accepted, isHeadWritten, generation } = before);
        throw error;
      } finally {
        depth -= 1;
      }
    },
  };
  return {
    transaction,
    finish: () => {
      kept = [...kept, ...unwrittenHead()];
      return writeKept();
    },
    async settle() {
      await writeKept();
      // Statements are answered in their order; when this one fails, then for what failed before.
      await session.query('SELECT 1', []).catch(() => undefined);
    },
    failure: () => failure,
    needsCare: () => isHopeful && (hasFailedPart || failure instanceof StoreRefused),
  };
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
const following = (acceptances: readonly Acceptance[], head: number): readonly Acceptance[] =>
  acceptances.map((one, index) => ({ ...one, entry: { ...one.entry, sequence: head + index + 1 } }));

/** How many acceptances are a statement of their own, on which the database works while more are judged. */
const worthSending = 100;

const countLeftBehind = 'SELECT count(*) FROM "_left_behind" WHERE "member" = $1';
const selectLeftBehind = 'SELECT "member", "device", "received_at", "content" FROM "_left_behind"';
const selectCounter = 'SELECT "last" FROM "_counter" WHERE "name" = $1';

function afterAll(acceptances: readonly Acceptance[], head: number): number {
  let last = head;
  for (const { entry } of acceptances) {
    if (entry.sequence !== last + 1) throw new Error(`Sequence ${entry.sequence} does not follow ${last}.`);
    last = entry.sequence;
  }
  return last;
}
