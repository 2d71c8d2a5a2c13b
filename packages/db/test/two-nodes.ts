import {
  type Change,
  changeIdFrom,
  createClock,
  createUuidV7Generator,
  type Intention,
  type Model,
  type RecordId,
  recordIdFrom,
  setupIntentions,
} from '@satchel/core';
import {
  type Authority,
  type AuthorityStore,
  createAuthority,
  type Outcome,
  type TenantReader,
} from '@satchel/sync/server';
import { createPostgresAuthorityStore } from '../src/postgres/authority-store.ts';
import { poolDatabase } from '../src/postgres/pool-database.ts';
import { createBarrier, type StopPoint, stoppedAt } from './barrier.ts';
import { openPool, type TestPostgres } from './postgres-stores.ts';

/** Two servers of one database, each with connections of its own, and a new tenant with two owners. */
export interface TwoNodes {
  readonly owners: readonly [RecordId, RecordId];
  readonly newId: () => RecordId;
  /** Judged by the first server, alone. */
  readonly commit: (intentions: readonly Intention[]) => Promise<Outcome>;
  /** Each owner sends a change to a server of its own; both stop at the point, where they meet if they can. */
  readonly commitBoth: (
    point: StopPoint,
    changes: readonly [readonly Intention[], readonly Intention[]],
  ) => Promise<{ readonly outcomes: readonly Outcome[]; readonly met: boolean }>;
  readonly read: <T>(work: (reader: TenantReader) => Promise<T>) => Promise<T>;
  readonly close: () => Promise<void>;
}

let tenants = 0;

/** @param isLockedLate a mistake on purpose, see `StoreOptions` */
export async function openTwoNodes(
  server: TestPostgres & { readonly url: string },
  model: Model,
  isLockedLate: boolean,
): Promise<TwoNodes> {
  const pools = [openPool(server.url), openPool(server.url)] as const;
  const [one, two] = pools.map((pool) => createPostgresAuthorityStore(poolDatabase(pool), model, { isLockedLate }));
  if (!one || !two) throw new Error('There are two stores.');
  let nowMs = Date.UTC(2026, 0, 1);
  let seed = 0;
  const now = (): number => nowMs++;
  const newUuid = createUuidV7Generator({
    now,
    random: (size) => Uint8Array.from({ length: size }, () => (seed++ * 31) % 256),
  });
  const newId = (): RecordId => recordIdFrom(newUuid());
  const tenant = `00000000-0000-7000-c000-${String(++tenants).padStart(12, '0')}`;
  const owners = [newId(), newId()] as const;
  const devices = ['ownerone', 'ownertwo'] as const;
  const numbers: [number, number] = [0, 0];

  const authorityOn = (store: AuthorityStore): Authority =>
    createAuthority({ store, model, now, profile: () => ({ country: 'US', timeZone: 'UTC', weekStart: 1 }) });
  const changeOf = (who: 0 | 1, intentions: readonly Intention[]): Change => ({
    id: changeIdFrom(newUuid()),
    actor: owners[who],
    device: devices[who],
    at: createClock({ now, device: devices[who] }).tick(),
    intentions,
  });
  const push = async (authority: Authority, who: 0 | 1, intentions: readonly Intention[]): Promise<Outcome> => {
    const sender = { tenant, member: owners[who], device: devices[who] };
    numbers[who] += 1;
    const result = await authority.push({
      sender,
      firstNumber: numbers[who],
      changes: [changeOf(who, intentions)],
    });
    const [outcome] = result.kind === 'judged' ? result.outcomes : [];
    if (!outcome) throw new Error(`The change was not judged: ${result.kind}`);
    return outcome;
  };

  const founding = [
    ...setupIntentions({ id: owners[0], name: 'One' }, newId),
    { kind: 'create', entity: 'member', id: owners[1], fields: { name: 'Two', role: 'owner' } },
  ] as const;
  const founded = await authorityOn(one).found(
    { tenant, member: owners[0], device: 'founder0' },
    { ...changeOf(0, founding), device: 'founder0', cause: { kind: 'setup', group: newUuid() } },
  );
  if (founded.kind !== 'accepted') throw new Error(JSON.stringify(founded));

  const isBlocked = async (): Promise<boolean> => {
    const waiting = await server.query(
      "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()",
    );
    return waiting.length > 0;
  };
  const alone = authorityOn(one);
  return {
    owners,
    newId,
    commit: (intentions) => push(alone, 0, intentions),
    async commitBoth(point, [first, second]) {
      const barrier = createBarrier(isBlocked);
      const outcomes = await Promise.all([
        push(authorityOn(stoppedAt(point, barrier, one)), 0, first),
        push(authorityOn(stoppedAt(point, barrier, two)), 1, second),
      ]);
      return { outcomes, met: barrier.met() };
    },
    read: (work) => one.read(tenant, work),
    close: async () => {
      for (const pool of pools) await pool.end();
    },
  };
}
