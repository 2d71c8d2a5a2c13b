import type { ChangeId, RecordId } from '@satchel/core';
import { checksumOf } from '../checksum.ts';
import { chainStart } from './audit-chain.ts';
import { foundIn, passes, windowBefore } from './audit-filter.ts';
import {
  type DeviceState,
  type KeptOutcome,
  type LeftBehind,
  type LogEntry,
  recordKey,
  type SequencedEvent,
  type ServerRow,
  type TenantReader,
} from './authority-store.ts';
import type { ChainEnd, ChainLink, SealedEntry } from './chain-link.ts';

/** Everything of one tenant. Immutable, so that a transaction is taken back by forgetting it. */
export interface Tenant {
  readonly rows: ReadonlyMap<string, ServerRow>;
  readonly log: readonly LogEntry[];
  readonly floor: number;
  readonly generation: string;
  readonly head: number;
  readonly audit: readonly LogEntry[];
  /** The audit as a database keeps it. */
  readonly sealed: readonly SealedEntry[];
  readonly chain: readonly ChainLink[];
  readonly chainEnd: ChainEnd;
  readonly events: readonly SequencedEvent[];
  readonly outcomes: ReadonlyMap<ChangeId, KeptOutcome>;
  readonly devices: ReadonlyMap<string, DeviceState>;
  /** How all changes ended, also those of which the ledger has forgotten it: for tests to look at. */
  readonly judged: ReadonlyMap<ChangeId, KeptOutcome>;
  /** By change, the device that sent it. */
  readonly judgedFor: ReadonlyMap<ChangeId, string>;
  /** By device, as `conclude` was told. */
  readonly confirmed: ReadonlyMap<string, number>;
  readonly counters: ReadonlyMap<string, number>;
  readonly leftBehind: ReadonlyMap<ChangeId, LeftBehind>;
}

export const emptyTenant: Tenant = {
  rows: new Map(),
  log: [],
  floor: 0,
  generation: 'first',
  head: 0,
  audit: [],
  sealed: [],
  chain: [],
  chainEnd: chainStart,
  events: [],
  outcomes: new Map(),
  devices: new Map(),
  judged: new Map(),
  judgedFor: new Map(),
  confirmed: new Map(),
  counters: new Map(),
  leftBehind: new Map(),
};

export function readerOn(state: Tenant): TenantReader {
  return {
    head: async () => state.head,
    floor: async () => state.floor,
    generation: async () => state.generation,
    rows: async (wanted) =>
      new Map(
        wanted.flatMap(({ entity, id }) => {
          const key = recordKey(entity, id);
          const row = state.rows.get(key);
          return row ? [[key, row] as const] : [];
        }),
      ),
    scopes: async (wanted) =>
      new Map(
        wanted.flatMap(({ entity, id }) => {
          const key = recordKey(entity, id);
          const row = state.rows.get(key);
          return row ? [[key, row.scopes] as const] : [];
        }),
      ),
    referring: async (entity, field, ids) =>
      rowsOf(state, entity).filter(({ record }) => {
        const value = record[field];
        return Array.isArray(value) ? ids.some((id) => value.includes(id)) : ids.includes(value as RecordId);
      }),
    checksum: async (entity, labels) =>
      checksumOf(
        rowsOf(state, entity)
          .filter(({ scopes }) => labels === 'all' || scopes.some((label) => labels.has(label)))
          .map(({ record }) => record),
      ),
    page: async (entity, afterId, limit) =>
      rowsOf(state, entity)
        .filter(({ record }) => afterId === null || record.id > afterId)
        .toSorted((a, b) => (a.record.id < b.record.id ? -1 : 1))
        .slice(0, limit),
    log: async (after, limit) => state.log.filter(({ sequence }) => sequence > after).slice(0, limit),
    audit: async (after, limit) => state.audit.filter(({ sequence }) => sequence > after).slice(0, limit),
    async findAudit(filter, before, limit) {
      const first = windowBefore(before);
      const looked = state.audit.filter(({ sequence }) => sequence >= first && sequence < before);
      const found = looked.filter((entry) => passes(filter, entry));
      return foundIn(found.toReversed().slice(0, limit), before, limit);
    },
    sealed: async (first, last) => state.sealed.filter(({ sequence }) => sequence >= first && sequence <= last),
    chain: async (after, limit) => state.chain.filter(({ place }) => place > after).slice(0, limit),
    chainEnd: async () => state.chainEnd,
    events: async (after, limit) => {
      const last = state.audit.filter(({ sequence }) => sequence > after)[limit - 1]?.sequence ?? state.head;
      return state.events.filter(({ sequence }) => sequence > after && sequence <= last);
    },
    outcomes: async (changes) =>
      new Map(
        changes.flatMap((id) => {
          const outcome = state.outcomes.get(id);
          return outcome ? [[id, outcome] as const] : [];
        }),
      ),
    device: async (device) => state.devices.get(device) ?? { lastNumber: 0 },
  };
}

export const rowsOf = (state: Tenant, entity: string): readonly ServerRow[] =>
  [...state.rows.values()].filter((row) => row.entity === entity);
