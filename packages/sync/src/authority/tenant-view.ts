import { type EntityRecord, entityFor, type Known, type Model, type Need, needKey, type RecordId } from '@satchel/core';
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

/**
 * @param flush writes what was accepted so far to the store: what is counted there must be true
 */
export function createTenantView(transaction: TenantTransaction, flush: () => Promise<void>): TenantView {
  const rows = new Map<string, ServerRow | null>();
  /** By entity, since only rows of that entity change what was asked of it. */
  const answers = new Map<string, Map<string, Answer>>();
  /** Entities of which something was accepted that the store may not have yet. */
  const unwritten = new Set<string>();
  const answerTo = (need: Extract<Need, { entity: string }>) => answers.get(need.entity)?.get(needKey(need));

  const loadRows = async (wanted: readonly RecordKey[]): Promise<void> => {
    const missing = new Map<string, RecordKey>();
    for (const key of wanted) {
      const name = recordKey(key.entity, key.id);
      if (!rows.has(name)) missing.set(name, key);
    }
    if (missing.size === 0) return;
    const found = await transaction.rows([...missing.values()]);
    for (const name of missing.keys()) rows.set(name, found.get(name) ?? null);
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
        const row = rows.get(recordKey(entity, id));
        return row === undefined || row === null ? row : row.record;
      },
      // What was not asked yet is undefined, as `decide` expects it.
      count: (need) => answerTo(need) as number | undefined,
      first: (need) => answerTo(need) as EntityRecord | null | undefined,
      list: (need) => answerTo(need) as readonly EntityRecord[] | undefined,
    },
    row: (entity, id) => rows.get(recordKey(entity, id)) ?? null,
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
        rows.set(recordKey(row.entity, row.record.id), row);
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
      if (field?.kind === 'reference' && typeof value === 'string') {
        keys.push({ entity: field.target, id: value as RecordId });
      }
    }
  }
  return keys;
}

/** Outcomes by change, those of the batch itself included. */
export type Outcomes = Map<string, Outcome>;
