import {
  type ChangeId,
  coreModel,
  type Entity,
  elementsOf,
  isCustomName,
  type Model,
  recordIdFrom,
} from '@satchel/core';
import {
  type AuthorityStore,
  recordKey,
  type ServerRow,
  type TenantReader,
  type TenantTransaction,
} from '../authority/authority-store.ts';
import type { MemoryAuthorityStore } from '../authority/memory-authority-store.ts';
import type { ClientMessage, ServerMessage } from '../protocol/messages.ts';
import type { Outcome } from '../protocol/outcome.ts';
import type { ReplicaStore } from '../replica/replica-store.ts';
import { simulationModel, usedModel } from './model.ts';

/** A mistake put in on purpose, at a border of the real code: the simulation must notice it. */
export interface Fault {
  readonly name: string;
  /** From which seed on it is looked for, so that it need not be looked for long. Default: 1. */
  readonly fromSeed?: number;
  /** By which the authority judges. */
  readonly model?: Model;
  /** By which devices are sent what they may see. */
  readonly sessionModel?: Model;
  readonly authorityStore?: (store: MemoryAuthorityStore) => AuthorityStore;
  readonly replicaStore?: (store: ReplicaStore) => ReplicaStore;
  /** The same, as far as the device's own write door sees it. */
  readonly writeDoorStore?: (store: ReplicaStore) => ReplicaStore;
  /** What becomes of a message on its way to the server; null: it never arrives. */
  readonly up?: (message: ClientMessage, serverNow: number) => ClientMessage | null;
  /** The same on its way to a device. */
  readonly down?: (message: ServerMessage) => ServerMessage | null;
  /** The workspace that is merged into the tenant, as the merge reads it; and the device's, into which it is merged. */
  readonly mergeSource?: (store: ReplicaStore) => ReplicaStore;
  readonly mergeTarget?: (store: ReplicaStore) => ReplicaStore;
  /** What messages carry, whatever a frame holds. */
  readonly messageSize?: number;
  /** Transactions of one tenant do not wait for each other. */
  readonly isWithoutLock?: boolean;
}

const nothing = (): void => undefined;

/** A record that no device ever had. */
const strange = recordIdFrom('01890000-0000-7000-8000-00000000ffff');

type WrapStore = (store: AuthorityStore) => AuthorityStore;

const reading = (change: (reader: TenantReader) => Partial<TenantReader>): WrapStore => {
  return (store) => ({
    ...store,
    read: (tenant, work) => store.read(tenant, (reader) => work({ ...reader, ...change(reader) })),
  });
};

const writing = (change: (transaction: TenantTransaction) => Partial<TenantTransaction>): WrapStore => {
  return (store) => ({
    ...store,
    write: (tenant, work) => store.write(tenant, (transaction) => work({ ...transaction, ...change(transaction) })),
  });
};

const remodelled = (change: (entity: Entity) => Partial<Entity>): Model =>
  simulationModel(coreModel.entities.map((entity) => ({ ...entity, ...change(entity) })));

const onDelta = (
  change: (message: Extract<ServerMessage, { kind: 'delta' }>) => ServerMessage | null,
): NonNullable<Fault['down']> => {
  return (message) => (message.kind === 'delta' && message.delta.changes.length > 0 ? change(message) : message);
};

/** A member who is still in every team that they were ever in. */
function inAllTeams(row: ServerRow, everIn: Map<string, Set<string>>): ServerRow {
  const { id } = row.record;
  const teams = new Set([...(everIn.get(id) ?? []), ...elementsOf(row.record['teams'])]);
  everIn.set(id, teams);
  return { ...row, record: { ...row.record, teams: [...teams] } };
}

/** Each trap and each invariant of the design, one by one. */
export const faults: readonly Fault[] = [
  {
    name: 'the ledger forgets outcomes, so that what is sent again is judged again',
    authorityStore: writing(() => ({
      outcomes: async () => new Map<ChangeId, Outcome>(),
      device: async () => ({ lastNumber: 0 }),
    })),
  },
  {
    name: 'the ledger forgets what its device has not confirmed',
    fromSeed: 58,
    authorityStore: writing((transaction) => ({
      conclude: (device, outcomes, lastNumber) =>
        transaction.conclude(device, outcomes, lastNumber, Number.MAX_SAFE_INTEGER),
    })),
  },
  {
    name: 'the cursor moves without its data',
    fromSeed: 94,
    down: onDelta(({ delta }) => ({ kind: 'delta', delta: { ...delta, changes: delta.changes.slice(1) } })),
  },
  {
    name: 'the cursor of a snapshot is taken after its pages',
    down: (message) =>
      message.kind === 'welcome' && message.isBehindLog ? { ...message, snapshot: message.snapshot + 3 } : message,
  },
  {
    name: 'what waits is no longer shown once it is accepted, before the cursor has passed it',
    replicaStore: (store) => ({
      ...store,
      updateOutbox(change, note) {
        if (typeof note.acceptedAt !== 'number') return store.updateOutbox(change, note);
        const entry = store.outbox().find((one) => one.change.id === change);
        store.removeFromOutbox(change);
        for (const { entity, id } of entry?.overlays ?? []) {
          const confirmed = store.shadow(entity, id);
          if (confirmed === undefined) continue;
          store.dropShadow(entity, id);
          store.putRows([{ entity, id, before: store.record(entity, id), after: confirmed }]);
        }
      },
    }),
  },
  {
    name: 'an eviction takes edits along that were not sent yet',
    fromSeed: 173,
    replicaStore: (store) => ({
      ...store,
      putRows(rows) {
        store.putRows(rows);
        const gone = new Set(rows.flatMap(({ id, after }) => (after === null ? [id] : [])));
        for (const { change, overlays } of store.outbox()) {
          if (overlays.some(({ id }) => gone.has(id))) store.removeFromOutbox(change.id);
        }
      },
    }),
  },
  {
    name: 'a change that is refused blocks the queue behind it',
    down: (message) =>
      message.kind === 'outcomes' && message.outcomes.some(({ kind }) => kind === 'refused') ? null : message,
  },
  {
    name: 'evictions go to devices that never had the record',
    down: onDelta(({ delta }) => ({
      kind: 'delta',
      delta: {
        ...delta,
        changes: delta.changes.map((change) => ({
          ...change,
          items: [...change.items, { kind: 'evict', entity: 'company', id: strange }],
        })),
      },
    })),
  },
  {
    name: 'a list that broke off deletes what it did not reach',
    down: (message) =>
      message.kind === 'page' && message.page.records.length > 2
        ? { ...message, page: { ...message.page, records: message.page.records.slice(0, 2), next: null } }
        : message,
  },
  {
    name: 'rules are asked of each edit by itself, not of the merged record',
    fromSeed: 480,
    model: remodelled(() => ({ rules: [] })),
  },
  {
    name: 'a guarded field takes the later edit, whatever its author had seen',
    fromSeed: 9,
    model: remodelled(({ fields }) => ({
      fields: Object.fromEntries(
        Object.entries(fields).map(([name, field]) => [
          name,
          field.merge === 'guarded' ? { ...field, merge: 'latest' as const } : field,
        ]),
      ),
    })),
  },
  { name: 'two nodes judge one tenant at once', fromSeed: 33, isWithoutLock: true },
  {
    name: 'a node goes on with the members that it knew when another one has changed them',
    authorityStore: writing(() => ({ chainEnd: async () => ({ place: 0, link: '' }) })),
  },
  {
    name: 'what belongs to a record keeps its labels when the record gets another owner',
    authorityStore: writing(() => ({ referring: async () => [] })),
  },
  {
    name: 'what a member may no longer see stays on the device',
    fromSeed: 119,
    replicaStore: (store) => ({ ...store, ids: () => [] }),
  },
  {
    name: 'a member whose role changed goes on as before',
    fromSeed: 48,
    down: (message) =>
      message.kind === 'reset'
        ? null
        : message.kind === 'welcome' && !message.isBehindLog
          ? { ...message, load: [] }
          : message,
  },
  {
    name: 'a reference names a record that its reader may not see',
    fromSeed: 20,
    authorityStore: reading((reader) => ({
      scopes: async (wanted) => {
        const everybody = (await reader.page('member', null, 1000)).map(({ record }) => `member:${record.id}`);
        return new Map(wanted.map(({ entity, id }) => [recordKey(entity, id), everybody]));
      },
    })),
  },
  {
    name: 'a reference stays as it was when what it names comes into view or goes out of it',
    fromSeed: 1272,
    authorityStore: reading(() => ({ referring: async () => [] })),
  },
  {
    name: 'fields that a role may not read are sent',
    sessionModel: simulationModel(coreModel.entities, {}),
  },
  {
    name: 'what a role may no longer read stays in the history',
    fromSeed: 33,
    replicaStore: (store) => ({ ...store, forgetHistory: nothing }),
  },
  {
    name: 'nobody compares checksums, so that a row which was lost stays lost',
    down: (message) => (message.kind === 'sums' ? null : message),
  },
  {
    name: 'what is shared keeps its labels',
    fromSeed: 11,
    authorityStore: writing((transaction) => ({
      list: async (need) => (need.entity === 'share' ? [] : await transaction.list(need)),
    })),
  },
  {
    name: 'who was taken out of a team goes on as before',
    fromSeed: 56,
    authorityStore: (store) => {
      const everIn = new Map<string, Set<string>>();
      return reading((reader) => ({
        rows: async (wanted) => {
          const rows = await reader.rows(wanted);
          return new Map([...rows].map(([key, row]) => [key, row.entity === 'member' ? inAllTeams(row, everIn) : row]));
        },
      }))(store);
    },
  },
  {
    name: 'an older copy of a database goes on under the same name',
    down: (message) => (message.kind === 'forked' ? null : message),
  },
  {
    name: "a device's clock is believed",
    fromSeed: 152,
    up: (message, serverNow) => (message.kind === 'push' ? { ...message, now: serverNow } : message),
  },
  {
    name: 'refused edits are forgotten',
    replicaStore: (store) => ({ ...store, putAttention: nothing }),
  },
  {
    name: 'nobody is told that a later edit won',
    fromSeed: 21,
    replicaStore: (store) => ({
      ...store,
      putAttention: (attention) => (attention.kind === 'superseded' ? undefined : store.putAttention(attention)),
    }),
  },
  {
    name: 'confirmed rows are not kept beside what waits',
    replicaStore: (store) => ({ ...store, putShadow: nothing }),
  },
  {
    name: 'a compacted log claims to go back to the beginning',
    fromSeed: 85,
    authorityStore: reading(() => ({ floor: async () => 0 })),
  },
  {
    name: 'nobody notices that the server was restored',
    fromSeed: 136,
    authorityStore: reading(() => ({ generation: async () => 'first' })),
  },
  {
    name: 'what comes late is put over what is newer',
    replicaStore: (store) => ({
      ...store,
      record(entity, id) {
        const row = store.record(entity, id);
        return row && { ...row, rev: 0 };
      },
    }),
  },
  {
    name: 'what a removed member had not sent is forgotten with the device',
    fromSeed: 23,
    authorityStore: writing(() => ({ keepLeftBehind: async () => undefined })),
  },
  {
    name: 'a number is not looked for when its record is accepted',
    fromSeed: 92,
    authorityStore: writing(() => ({ numbered: async () => new Map() })),
  },
  {
    name: 'two devices are leased the same numbers',
    authorityStore: writing(() => ({ setCounter: async () => undefined })),
  },
  {
    name: 'an undo takes a change out of the outbox that is under way',
    writeDoorStore: (store) => ({ ...store, outbox: () => store.outbox().map((one) => ({ ...one, number: null })) }),
  },
  {
    name: 'an undo takes a change out of the outbox, and what it wrote stays',
    fromSeed: 16,
    writeDoorStore: (store) => ({ ...store, putRows: nothing }),
  },
  {
    name: 'edits stay built upon a change that was taken out of the outbox',
    fromSeed: 40,
    writeDoorStore: (store) => ({ ...store, updateOutbox: nothing }),
  },
  {
    name: 'what follows from a change follows again when its history goes up',
    fromSeed: 7,
    authorityStore: writing((transaction) => ({
      accept: (acceptances) =>
        transaction.accept(
          acceptances.map((one) => {
            const [write] = one.entry.writes;
            if (write === undefined || one.events.length > 0) return one;
            return { ...one, events: [{ name: `${write.entity}.updated`, entity: write.entity, record: write.id }] };
          }),
        ),
    })),
  },
  {
    name: 'a history goes up as work of whoever connects it, of now',
    fromSeed: 7,
    up: (message, serverNow) =>
      message.kind === 'adopt-changes'
        ? { ...message, changes: message.changes.map((change) => ({ ...change, ms: serverNow })) }
        : message,
  },
  {
    name: 'what is in the bin does not go up',
    fromSeed: 20,
    up: (message) =>
      message.kind === 'adopt-changes'
        ? {
            ...message,
            changes: message.changes.map((change) => ({
              ...change,
              writes: change.writes.filter(({ kind }) => kind !== 'delete'),
            })),
          }
        : message,
  },
  {
    name: 'what was made while a workspace went up is forgotten',
    fromSeed: 11,
    replicaStore: (store) => ({
      ...store,
      setMeta(key, value) {
        store.setMeta(key, value);
        if (key === 'generation' && value.startsWith('adopted')) {
          for (const { change } of store.outbox()) store.removeFromOutbox(change.id);
        }
      },
    }),
  },
  {
    name: 'the end of an adoption is told before all of it is there',
    fromSeed: 7,
    down: (message) =>
      message.kind === 'adopting' && message.head > 0
        ? { kind: 'adopted', head: message.head, generation: 'adopted too early' }
        : message,
  },
  {
    name: 'values of fields that nobody has defined here are dropped',
    fromSeed: 7,
    replicaStore: (store) => ({
      ...store,
      putRows: (rows) =>
        store.putRows(
          rows.map(({ after, ...row }) => ({
            ...row,
            after:
              after &&
              (Object.fromEntries(Object.entries(after).filter(([name]) => !isCustomName(name))) as typeof after),
          })),
        ),
    }),
  },
  {
    name: 'old changes are judged as if they were of now',
    fromSeed: 27,
    up: (message) =>
      message.kind === 'push'
        ? { ...message, changes: message.changes.map((change) => ({ ...change, schema: usedModel.schema })) }
        : message,
  },
  {
    name: 'an app that is too old is updated before the server has what waits, and what waits is dropped',
    fromSeed: 9,
    down: (message) => (message.kind === 'upgrade' ? { kind: 'upgrade', minimum: message.minimum } : message),
    replicaStore: (store) => ({
      ...store,
      setMeta(key, value) {
        store.setMeta(key, value);
        if (key === 'schema') for (const { change } of store.outbox()) store.removeFromOutbox(change.id);
      },
    }),
  },
  { name: 'messages are made that no frame holds', messageSize: Number.POSITIVE_INFINITY },
  {
    name: 'a merge leaves behind what it should bring',
    mergeSource: (store) => ({ ...store, ids: (entity) => store.ids(entity).slice(1) }),
  },
  {
    name: 'a merge makes anew what is there already',
    mergeTarget: (store) => ({ ...store, ids: () => [] }),
  },
  {
    name: 'an entry is left out of the audit',
    authorityStore: (store) => ({
      ...store,
      async write(tenant, work) {
        const result = await store.write(tenant, work);
        store.tamper(tenant, ({ sealed }) => ({ sealed: sealed.filter(({ sequence }) => sequence !== 5) }));
        return result;
      },
    }),
  },
  {
    name: 'a transaction of the device is kept by half when the app ends',
    fromSeed: 56,
    replicaStore: (store) => ({ ...store, transaction: (work) => work() }),
  },
];
