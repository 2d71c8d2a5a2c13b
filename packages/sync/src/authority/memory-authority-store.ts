import {
  compareBy,
  type EntityRecord,
  entityFor,
  type Model,
  matches,
  type Need,
  type RecordId,
  resolveWhere,
  sha256Hex,
  type Where,
} from '@satchel/core';
import { acceptedLink, droppedLink, entryText } from './audit-chain.ts';
import {
  type Acceptance,
  type AuthorityStore,
  recordKey,
  type ServerRow,
  StoreRefused,
  type TenantReader,
  type TenantTransaction,
} from './authority-store.ts';
import { emptyTenant, readerOn, rowsOf, type Tenant } from './memory-tenant.ts';

export interface MemoryAuthorityStore extends AuthorityStore {
  /** A tenant as it was last kept, for tests to look at. */
  tenant(name: string): Tenant;
  /** Makes of every row what another version of the model has: what a migration of a database does. */
  migrate(name: string, row: (row: ServerRow) => ServerRow): void;
  /** Forgets entries of the audit whose time is over. */
  drop(name: string, first: number, last: number): void;
  /** What somebody does who has the database in their hands. */
  tamper(name: string, change: (tenant: Tenant) => Partial<Tenant>): void;
  /** The state of all tenants, to come back to under a new generation: what restoring a backup does. */
  backup(): (generation: string) => void;
}

/** Keeps tenants in memory: the model that other stores are compared with, and the simulation's server. */
export function createMemoryAuthorityStore(
  model: Model,
  options: {
    /** What this store cannot keep, as PostgreSQL cannot keep NUL. */
    readonly refuses?: (acceptance: Acceptance) => boolean;
    /** A mistake on purpose, for tests of tests: transactions of one tenant do not wait for each other. */
    readonly isWithoutLock?: boolean;
  } = {},
): MemoryAuthorityStore {
  const tenants = new Map<string, Tenant>();
  const locks = new Map<string, Promise<unknown>>();
  const tenant = (name: string): Tenant => tenants.get(name) ?? emptyTenant;

  return {
    tenant,
    async compact(name, upTo) {
      const old = tenant(name);
      const floor = Math.max(old.floor, Math.min(upTo, old.head));
      const outcomes = new Map(
        [...old.outcomes].filter(([id, outcome]) => {
          const confirmed = old.confirmed.get(old.judgedFor.get(id) ?? '') ?? 0;
          return outcome.kind === 'refused' || outcome.sequence > Math.min(floor, confirmed);
        }),
      );
      tenants.set(name, { ...old, floor, outcomes, log: old.log.filter(({ sequence }) => sequence > floor) });
    },
    async renew(name, generation) {
      tenants.set(name, { ...tenant(name), generation });
    },
    migrate(name, migrated) {
      const old = tenant(name);
      tenants.set(name, { ...old, rows: new Map([...old.rows].map(([key, row]) => [key, migrated(row)])) });
    },
    drop(name, first, last) {
      const old = tenant(name);
      const isKept = ({ sequence }: { readonly sequence: number }): boolean => sequence < first || sequence > last;
      const link = droppedLink(name, old.chainEnd, first, last, sha256Hex);
      tenants.set(name, {
        ...old,
        floor: Math.max(old.floor, last),
        log: old.log.filter(({ sequence }) => sequence > last),
        audit: old.audit.filter(isKept),
        sealed: old.sealed.filter(isKept),
        events: old.events.filter(isKept),
        chain: [...old.chain, link],
        chainEnd: { place: link.place, link: link.link },
      });
    },
    tamper(name, change) {
      const old = tenant(name);
      tenants.set(name, { ...old, ...change(old) });
    },
    backup() {
      const kept = new Map(tenants);
      return (generation) => {
        tenants.clear();
        for (const [name, state] of kept) tenants.set(name, { ...state, generation });
      };
    },
    async read(name, work) {
      return await work(readerOn(tenant(name)));
    },
    async write(name, work) {
      const before = (options.isWithoutLock === true ? undefined : locks.get(name)) ?? Promise.resolve();
      const run = before.then(async () => {
        const draft = { state: tenant(name) };
        const result = await work(transactionOn(name, draft, model, options.refuses));
        tenants.set(name, draft.state);
        return result;
      });
      locks.set(
        name,
        run.catch(() => undefined),
      );
      return await run;
    },
  };
}

function transactionOn(
  tenant: string,
  draft: { state: Tenant },
  model: Model,
  refuses: ((acceptance: Acceptance) => boolean) | undefined,
): TenantTransaction {
  const live = (need: Extract<Need, { where: Where }>): EntityRecord[] => {
    const where = resolveWhere(need.where, entityFor(model, need.entity), needContext);
    if (!where.ok) throw new Error(where.error.message);
    return rowsOf(draft.state, need.entity)
      .map(({ record }) => record)
      .filter((record) => record.deletedAt === null && matches(where.value, record));
  };
  const now = <K extends keyof TenantReader>(name: K): TenantReader[K] =>
    ((...args: never[]) => (readerOn(draft.state)[name] as (...args: never[]) => unknown)(...args)) as TenantReader[K];

  return {
    // Nothing fails that is known late.
    ...(refuses ? {} : { isHopeful: true as const }),
    head: now('head'),
    floor: now('floor'),
    generation: now('generation'),
    rows: now('rows'),
    scopes: now('scopes'),
    checksum: now('checksum'),
    referring: now('referring'),
    page: now('page'),
    log: now('log'),
    audit: now('audit'),
    findAudit: now('findAudit'),
    sealed: now('sealed'),
    chain: now('chain'),
    chainEnd: now('chainEnd'),
    events: now('events'),
    outcomes: now('outcomes'),
    device: now('device'),
    count: async (need) => live(need).length,
    first: async (need) =>
      live(need).toSorted(compareBy(entityFor(model, need.entity), need.orderBy, 'asc'))[0] ?? null,
    list: async (need) =>
      live(need)
        .toSorted((a, b) => (a.id < b.id ? -1 : 1))
        .slice(0, need.limit),
    numbered: async (entity, field, numbers) =>
      new Map(
        rowsOf(draft.state, entity).flatMap(({ record }) => {
          const number = record[field];
          return typeof number === 'string' && numbers.includes(number) ? [[number, record.id] as const] : [];
        }),
      ),
    counter: async (name) => draft.state.counters.get(name) ?? 0,
    async setCounter(name, last) {
      const { state } = draft;
      draft.state = { ...state, counters: new Map([...state.counters, [name, last]]) };
    },
    async keepLeftBehind(left) {
      const { state } = draft;
      const added = left.map((one) => [one.change.id, one] as const);
      draft.state = { ...state, leftBehind: new Map([...added, ...state.leftBehind]) };
    },
    countLeftBehind: async (member) =>
      [...draft.state.leftBehind.values()].filter((one) => one.member === member).length,
    async leftBehind(wanted) {
      const all = [...draft.state.leftBehind.values()].toSorted((a, b) => (a.change.id < b.change.id ? -1 : 1));
      if ('id' in wanted) return all.filter(({ change }) => change.id === wanted.id);
      return all.filter(({ change }) => wanted.after === null || change.id > wanted.after).slice(0, wanted.limit);
    },
    async forgetLeftBehind(changes) {
      const { state } = draft;
      const gone = new Set(changes);
      draft.state = { ...state, leftBehind: new Map([...state.leftBehind].filter(([id]) => !gone.has(id))) };
    },
    async accept(acceptances) {
      const { state } = draft;
      const rows = new Map(state.rows);
      let { head } = state;
      for (const acceptance of acceptances) {
        const { sequence } = acceptance.entry;
        if (sequence !== head + 1) throw new Error(`Sequence ${sequence} does not follow ${head}.`);
        if (refuses?.(acceptance)) throw new StoreRefused('A change cannot be kept.');
        head = sequence;
        for (const row of acceptance.rows) rows.set(recordKey(row.entity, row.record.id), row);
      }
      const entries = acceptances.map(({ entry }) => entry);
      const events = acceptances.flatMap((one) =>
        one.events.map((event) => ({ ...event, sequence: one.entry.sequence })),
      );
      if (acceptances.length === 0) return;
      const sealed = acceptances.map((one) => ({
        sequence: one.entry.sequence,
        // Nobody looks into this memory: it need not be guarded against.
        salt: `salt ${one.entry.sequence}`,
        text: entryText(one),
      }));
      const link = acceptedLink(tenant, state.chainEnd, sealed, sha256Hex);
      draft.state = {
        ...state,
        rows,
        head,
        sealed: [...state.sealed, ...sealed],
        chain: [...state.chain, link],
        chainEnd: { place: link.place, link: link.link },
        log: [...state.log, ...entries],
        audit: [...state.audit, ...entries],
        events: [...state.events, ...events],
      };
    },
    async conclude(device, outcomes, lastNumber, confirmed = 0) {
      const { state } = draft;
      draft.state = {
        ...state,
        judged: new Map([...state.judged, ...outcomes.map((outcome) => [outcome.change, outcome] as const)]),
        judgedFor: new Map([...state.judgedFor, ...outcomes.map(({ change }) => [change, device] as const)]),
        confirmed: new Map([...state.confirmed, [device, Math.max(confirmed, state.confirmed.get(device) ?? 0)]]),
        outcomes: new Map([...state.outcomes, ...outcomes.map((outcome) => [outcome.change, outcome] as const)]),
        devices: new Map([...state.devices, [device, { lastNumber }]]),
      };
    },
    async unconfirm(device) {
      const { state } = draft;
      draft.state = { ...state, confirmed: new Map([...state.confirmed, [device, 0]]) };
    },
    async renew(generation) {
      draft.state = { ...draft.state, generation };
    },
    async savepoint(work) {
      const { state } = draft;
      try {
        return await work();
      } catch (error) {
        draft.state = state;
        throw error;
      }
    },
  };
}

/** Rules do not ask for dates relative to today or for "me". */
const needContext = { me: '' as RecordId, today: '2000-01-01', timeZone: 'UTC', weekStart: 1 } as Parameters<
  typeof resolveWhere
>[2];
