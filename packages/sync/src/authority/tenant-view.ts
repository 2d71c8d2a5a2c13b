import {
  type EntityRecord,
  entityFor,
  isRecordId,
  type Known,
  type Model,
  type Need,
  needKey,
  type RecordId,
  recordIdFrom,
} from '@satchel/core';
import type { Outcome } from '../protocol/outcome.ts';
import { type RecordKey, recordKey, type ServerRow, type TenantTransaction } from './authority-store.ts';

/**
 * What a batch has seen of its tenant so far, with what it has accepted laid over it. `decide` reads from it and names
 * what is missing; `load` brings that.
 */
export interface TenantView {
  readonly known: Known;
  /** Null: there is none, or it was not loaded. */
  readonly row: (entity: string, id: string) => ServerRow | null;
  readonly loadRows: (wanted: readonly RecordKey[]) => Promise<void>;
  /** What `decide` asked for. */
  readonly load: (needs: readonly Need[]) => Promise<void>;
  /** Rows that were accepted: they are seen from now on. */
  readonly put: (rows: readonly ServerRow[]) => void;
}

type Answer = number | EntityRecord | readonly EntityRecord[] | null;

/** Rows that were asked of the store already; `found` is by `recordKey`. */
export interface AskedRows {
  readonly wanted: readonly RecordKey[];
  readonly found: ReadonlyMap<string, ServerRow>;
}

/**
 * @param flush writes what was accepted so far to the store: what is counted there must be true
 * @param asked rows as they are now
 */
export function createTenantView(
  transaction: TenantTransaction,
  flush: () => Promise<void>,
  asked: AskedRows = { wanted: [], found: new Map() },
): TenantView {
  /** By entity and id: keys of both together would be made for every look. */
  const rows = new Map<string, Map<string, ServerRow | null>>();
  const keep = (entity: string, id: string, row: ServerRow | null): void => {
    const own = rows.get(entity);
    if (own) own.set(id, row);
    else rows.set(entity, new Map([[id, row]]));
  };
  const keepAsked = ({ wanted, found }: AskedRows): void => {
    for (const { entity, id } of wanted) {
      // What was accepted since it was asked for is newer.
      if (rows.get(entity)?.has(id) !== true) keep(entity, id, found.get(recordKey(entity, id)) ?? null);
    }
  };
  keepAsked(asked);
  /** By entity, since only rows of that entity change what was asked of it. */
  const answers = new Map<string, Map<string, Answer>>();
  /** Entities of which something was accepted that the store may not have yet. */
  const unwritten = new Set<string>();
  const answerTo = (need: Extract<Need, { entity: string }>) => answers.get(need.entity)?.get(needKey(need));

  const loadRows = async (wanted: readonly RecordKey[]): Promise<void> => {
    const missing = new Map<string, RecordKey>();
    for (const key of wanted) {
      if (rows.get(key.entity)?.has(key.id) !== true) missing.set(recordKey(key.entity, key.id), key);
    }
    if (missing.size === 0) return;
    const keys = [...missing.values()];
    keepAsked({ wanted: keys, found: await transaction.rows(keys) });
  };

  const answer = async (need: Need): Promise<Answer> => {
    if (need.need === 'count') return await transaction.count(need);
    if (need.need === 'first') return await transaction.first(need);
    if (need.need === 'list') return await transaction.list(need);
    throw new Error(`A need that is not asked of the store: ${need.need}`);
  };

  return {
    known: {
      record(entity, id) {
        const row = rows.get(entity)?.get(id);
        return row === undefined || row === null ? row : row.record;
      },
      // What was not asked yet is undefined, as `decide` expects it.
      count: (need) => answerTo(need) as number | undefined,
      first: (need) => answerTo(need) as EntityRecord | null | undefined,
      list: (need) => answerTo(need) as readonly EntityRecord[] | undefined,
    },
    row: (entity, id) => rows.get(entity)?.get(id) ?? null,
    loadRows,
    async load(needs) {
      const keys = needs.flatMap((need): RecordKey[] =>
        need.need === 'record' && need.id !== null ? [{ entity: need.entity, id: need.id }] : [],
      );
      const asked = needs.filter((need) => need.need !== 'record' && need.need !== 'given');
      if (asked.some(({ entity }) => unwritten.has(entity))) {
        await flush();
        unwritten.clear();
      }
      const [, ...given] = await Promise.all([loadRows(keys), ...asked.map(answer)]);
      for (const [index, need] of asked.entries()) {
        const known = answers.get(need.entity) ?? new Map<string, Answer>();
        answers.set(need.entity, known.set(needKey(need), given[index] ?? null));
      }
    },
    put(written) {
      for (const row of written) {
        keep(row.entity, row.record.id, row);
        // It may have been counted.
        answers.delete(row.entity);
        unwritten.add(row.entity);
      }
    },
  };
}

/** The records that a change names: those it writes to, and those its references point at. */
export function namedRecords(
  intentions: readonly { readonly entity: string; readonly id: RecordId; readonly kind: string }[],
  model: Model,
): readonly RecordKey[] {
  const keys: RecordKey[] = [];
  for (const intention of intentions) {
    if (!model.entityByName.has(intention.entity)) continue;
    keys.push({ entity: intention.entity, id: intention.id });
    const fields: unknown = 'fields' in intention ? intention.fields : undefined;
    if (typeof fields !== 'object' || fields === null) continue;
    for (const [name, value] of Object.entries(fields)) {
      const { fields: definitions } = entityFor(model, intention.entity);
      const field = Object.hasOwn(definitions, name) ? definitions[name] : undefined;
      // What is no id names nothing, and may be a text that no store takes.
      if (field?.kind === 'reference' && typeof value === 'string' && isRecordId(value)) {
        keys.push({ entity: field.target, id: recordIdFrom(value) });
      }
    }
  }
  return keys;
}

/** Outcomes by change, those of the batch itself included. */
export type Outcomes = Map<string, Outcome>;
