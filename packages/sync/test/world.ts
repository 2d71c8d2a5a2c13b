import {
  actorOf,
  type Change,
  type ChangeId,
  changeIdFrom,
  coreModel,
  createClock,
  createUuidV7Generator,
  type EntityRecord,
  entityFor,
  type FieldValue,
  grantsByRole,
  type Intention,
  type Model,
  type RecordId,
  type Role,
  recordIdFrom,
  roles,
  setupIntentions,
} from '@satchel/core';
import { type Authority, createAuthority } from '../src/authority/authority.ts';
import type { TenantProfile } from '../src/authority/authority-options.ts';
import { type AuthorityStore, recordKey } from '../src/authority/authority-store.ts';
import { createSession } from '../src/authority/session.ts';
import { maxFrameBytes } from '../src/protocol/frame.ts';
import type { ClientMessage, ServerMessage } from '../src/protocol/messages.ts';
import type { Outcome } from '../src/protocol/outcome.ts';
import { isConnected, type NotAdopted } from '../src/replica/adoption.ts';
import { beginAdoption } from '../src/replica/begin-adoption.ts';
import { createMemoryReplicaStore } from '../src/replica/memory-store.ts';
import { renameDevice } from '../src/replica/rename-device.ts';
import { type CommitOptions, createReplica, type Replica } from '../src/replica/replica.ts';
import { createSyncClient, type SyncClient } from '../src/replica/sync-client.ts';

/** A device that goes online when it is told to, over a network that loses nothing. */
export interface TestDevice {
  readonly member: RecordId;
  readonly model: Model;
  readonly store: ReturnType<typeof createMemoryReplicaStore>;
  replica: Replica;
  client: SyncClient;
  isWiped: boolean;
  /** Entities that were not what the server had, each time. */
  readonly mismatches: (readonly string[])[];
  /** The server has what waited here, and asks for a newer app. */
  isOutdated: boolean;
  updateApp(model: Model): void;
  /** How its adoption ended; undefined: it did not yet. */
  adopted: NotAdopted | null | undefined;
  /** Begins the adoption; it goes up with the next `sync`. */
  adopt(): Promise<void>;
  /** Commits and gives the id of the change; throws when it is refused here. */
  commit(intentions: readonly Intention[], options?: CommitOptions): ChangeId;
  make(entity: string, fields: Readonly<Record<string, FieldValue>>): RecordId;
  update(entity: string, id: RecordId, fields: Readonly<Record<string, FieldValue>>): ChangeId;
  row(entity: string, id: RecordId): EntityRecord | null;
  newId(): RecordId;
  /** Sends and receives until nothing is under way, then goes offline. */
  sync(): Promise<void>;
}

let tenants = 0;

/** A new tenant on a server with this store, and devices. `account` is what its operator says of it, at each look. */
export async function createWorld(
  store: AuthorityStore,
  account: () => Partial<TenantProfile> = () => ({}),
  isFounded = true,
  firstModel: Model = coreModel,
) {
  // Ids follow from it: those of two worlds differ.
  let nowMs = Date.UTC(2026, 0, 1) + tenants * 60_000;
  let seed = 0;
  const now = (): number => nowMs++;
  const random = (size: number): Uint8Array => {
    seed += 1;
    return Uint8Array.from({ length: size }, (_, index) => (seed * 31 + index * 7) % 256);
  };
  const newUuid = createUuidV7Generator({ now, random });
  const newId = (): RecordId => recordIdFrom(newUuid());
  let serverModel = firstModel;
  const createServer = (): Authority =>
    createAuthority({
      store,
      model: serverModel,
      now,
      profile: () => ({ country: 'US', timeZone: 'UTC', weekStart: 1, ...account() }),
    });
  let authority = createServer();
  const tenant = `00000000-0000-7000-b000-${String(++tenants).padStart(12, '0')}`;
  const founder = newId();
  const first = { tenant, member: founder, device: 'founder0' };
  const members: Record<Role, RecordId> = { owner: founder, admin: newId(), manager: newId(), member: newId() };
  const others = roles.filter((role) => role !== 'owner');
  const setup: Change = {
    id: changeIdFrom(newUuid()),
    actor: founder,
    device: first.device,
    at: createClock({ now, device: first.device }).tick(),
    cause: { kind: 'setup', group: newUuid() },
    intentions: [
      ...setupIntentions({ id: founder, name: 'Founder' }, newId),
      ...others.map((role) => ({
        kind: 'create' as const,
        entity: 'member',
        id: members[role],
        fields: { name: `A ${role}`, role },
      })),
    ],
  };
  if (isFounded) {
    const founded = await authority.found(first, setup);
    if (founded.kind !== 'accepted') throw new Error(JSON.stringify(founded));
  }

  const device = async (role: Role, clockOffsetMs = 0): Promise<TestDevice> => {
    const made = createTestDevice(role, clockOffsetMs, () => true);
    await made.sync();
    return made;
  };
  /** An owner's, whose workspace never met a server; its members are those of the world. */
  const alone = (): TestDevice => {
    const made: TestDevice = createTestDevice('owner', 0, () => isConnected(made.store));
    made.commit(setup.intentions, setup.cause ? { cause: setup.cause } : {});
    return made;
  };
  const createTestDevice = (role: Role, clockOffsetMs: number, isOnline: () => boolean): TestDevice => {
    const member = members[role];
    const replicaStore = createMemoryReplicaStore(firstModel);
    let model = firstModel;
    const deviceNow = (): number => now() + clockOffsetMs;
    let tag = `${role.slice(0, 4)}${String(++seed).padStart(4, '0')}`.padEnd(8, '0').slice(0, 8);
    const made: TestDevice = {
      member,
      get model() {
        return model;
      },
      store: replicaStore,
      replica: undefined as unknown as Replica,
      client: undefined as unknown as SyncClient,
      isWiped: false,
      mismatches: [],
      isOutdated: false,
      updateApp(next) {
        model = next;
        made.isOutdated = false;
        start();
      },
      adopted: undefined,
      async adopt() {
        const { replica, store: own } = made;
        const begun = await beginAdoption({
          store: own,
          model,
          replica,
          member,
          device: tag,
          now,
          newId: newUuid,
        });
        if (!begun.ok) throw new Error(begun.error.map(({ message }) => message).join(' '));
      },
      newId,
      row: (entity, id) => replicaStore.record(entity, id),
      commit(intentions, options = {}) {
        const result = made.replica.commit(intentions, options);
        if (!result.ok) throw new Error(result.error.map(({ message }) => message).join(' '));
        return changeIdFrom(result.value.id);
      },
      make(entity, fields) {
        const id = newId();
        made.commit([{ kind: 'create', entity: entityFor(coreModel, entity).name, id, fields }]);
        return id;
      },
      update: (entity, id, fields) => made.commit([{ kind: 'update', entity, id, fields }]),
      async sync() {
        const waiting: (() => Promise<void> | void)[] = [];
        const session = createSession({
          authority,
          store,
          model: serverModel,
          sender: { tenant, member, device: tag },
          now,
          send: (message: ServerMessage) => void waiting.push(() => made.client.receive(copyOf(message))),
        });
        made.client.open((message: ClientMessage) => void waiting.push(() => session.receive(copyOf(message))));
        const drain = async (): Promise<void> => {
          for (let next = waiting.shift(); next; next = waiting.shift()) await next();
        };
        await drain();
        // What this device's own changes made of the tenant.
        await session.notice();
        await drain();
        made.client.close();
        if (isForked) {
          isForked = false;
          tag = `fork${String(++seed).padStart(4, '0')}`;
          renameDevice(replicaStore, tag);
          start();
          await made.sync();
        }
      },
    };
    let isForked = false;
    const start = (): void => {
      made.replica = createReplica({
        store: replicaStore,
        model,
        device: tag,
        now: deviceNow,
        newId: newUuid,
        workspace: () => ({
          actor: actorOf(firstModel, replicaStore.record('member', member)) ?? {
            member,
            grants: grantsByRole[isOnline() ? 'member' : 'owner'],
          },
          country: 'US',
          timeZone: 'UTC',
          weekStart: 1,
          isConnected: isOnline(),
        }),
      });
      made.client = createSyncClient({
        onMismatch: (entities) => void made.mismatches.push(entities),
        model,
        store: replicaStore,
        now: deviceNow,
        onAdopted: (refusals) => {
          made.adopted = refusals;
        },
        onWipe: () => {
          made.isWiped = true;
        },
        onForked: () => {
          isForked = true;
        },
        onOutdated: () => {
          made.isOutdated = true;
        },
      });
    };
    start();
    return made;
  };

  const outcome = (change: ChangeId): Promise<Outcome | undefined> =>
    store.read(tenant, async (reader) => (await reader.outcomes([change])).get(change));

  return {
    get authority() {
      return authority;
    },
    /** From now on the server is of another version; its rows are those that the store has. */
    updateServer(model: Model): void {
      serverModel = model;
      authority = createServer();
    },
    model: firstModel,
    store,
    tenant,
    members,
    device,
    alone,
    /** What the server has accepted. */
    state: () =>
      store.read(tenant, async (reader) => ({
        head: await reader.head(),
        audit: await reader.audit(0, 10_000),
        events: await reader.events(0, 10_000),
      })),
    /** The server's row. */
    row: (entity: string, id: RecordId): Promise<EntityRecord | null> =>
      store.read(
        tenant,
        async (reader) => (await reader.rows([{ entity, id }])).get(recordKey(entity, id))?.record ?? null,
      ),
    outcome,
    kindsOf: async (changes: readonly ChangeId[]) => {
      const kinds: (Outcome['kind'] | undefined)[] = [];
      for (const change of changes) kinds.push((await outcome(change))?.kind);
      return kinds;
    },
    passDays(days: number): void {
      nowMs += days * 24 * 60 * 60 * 1000;
    },
  };
}

/** What the server takes, a device takes as well: only one change that brings many records may be more. */
function copyOf<T>(message: T): T {
  const text = JSON.stringify(message);
  if (text.length > maxFrameBytes) throw new Error(`A message of ${text.length} characters does not fit into a frame.`);
  return JSON.parse(text) as T;
}
