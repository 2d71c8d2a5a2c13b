import {
  type Account,
  type Actor,
  actorOf,
  type CalendarDate,
  type Change,
  type ChangeId,
  decide,
  entityFor,
  grantsByRole,
  instantToCalendarDate,
  limitRefusal,
  type MemberId,
  type Model,
  may,
  mayOnRecord,
  type PhoneCountry,
  type Plan,
  type Refusal,
  serialCounters,
  statusAt,
  touchedLimits,
  type WeekStart,
  type Write,
} from '@satchel/core';
import type { HeldRefusal, Outcome } from '../protocol/outcome.ts';
import {
  type Acceptance,
  type AuthorityStore,
  recordKey,
  type ServerRow,
  StoreRefused,
  type TenantTransaction,
} from './authority-store.ts';
import { clearLostTeams } from './lost-team.ts';
import { mergeChange } from './merge.ts';
import { createNumbering, type Numbering } from './numbering.ts';
import { label } from './relabel.ts';
import { createTenantView, namedRecords, type TenantView } from './tenant-view.ts';

/** Who sends changes; the caller has proved it. */
export interface Sender {
  readonly tenant: string;
  readonly member: MemberId;
  readonly device: string;
}

/** Changes of one device, one after another. */
export interface Push {
  readonly sender: Sender;
  /** The number of the first; a device numbers its changes 1, 2, 3 … */
  readonly firstNumber: number;
  readonly changes: readonly Change[];
}

export type PushResult =
  | { readonly kind: 'judged'; readonly outcomes: readonly Outcome[] }
  /** Something before these has not arrived: begin again with this number. */
  | { readonly kind: 'gap'; readonly expected: number }
  /** These numbers were used for other changes: the device's database is an older copy of itself. */
  | { readonly kind: 'forked'; readonly lastNumber: number }
  /** The account does not sync at present. */
  | { readonly kind: 'closed'; readonly status: 'inactive' | 'suspended' };

/** What a tenant says about itself. */
export interface TenantProfile {
  readonly country: PhoneCountry;
  readonly timeZone: string;
  readonly weekStart: WeekStart;
  /** Default: `enterprise`, which is unlimited. */
  readonly plan?: Plan;
  /** Default: active. */
  readonly account?: Account;
}

export interface AuthorityOptions {
  readonly store: AuthorityStore;
  readonly model: Model;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly profile: (tenant: string) => TenantProfile;
  /** Told when a tenant's head has moved; lossy by design, whoever listens also asks. */
  readonly onAccepted?: (tenant: string, head: number) => void;
}

/** The numbers `first`, `first + 1` …, `count` of them. */
export interface Lease {
  readonly first: number;
  readonly count: number;
}

/** The server's one write door: says what is accepted, in which order. */
export interface Authority {
  /** Resolves when the changes' outcomes are on disk. */
  push(push: Push): Promise<PushResult>;
  /**
   * Makes a new tenant of a first change, which makes its sender the owner. Refused when the tenant is not empty.
   */
  found(sender: Sender, change: Change): Promise<Outcome>;
  /** Numbers of a counter for the sender's device alone; none when the sender may not make such records. */
  lease(sender: Sender, counter: string, count: number): Promise<Lease>;
  /** Why the tenant's account does not sync at present; null when it does. */
  closed(tenant: string): 'inactive' | 'suspended' | null;
}

/** How many changes one transaction judges: long enough to share its commit, short enough to let others in. */
const maxBatchChanges = 500;

interface Waiting {
  readonly push: Push;
  readonly resolve: (result: PushResult) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Judges changes in batches without a timer: a batch is whatever arrived while the last one was committed. A batch is
 * one transaction that holds the tenant's lock, so that each change is judged on exactly the rows that it changes.
 */
export function createAuthority(options: AuthorityOptions): Authority {
  const queues = new Map<string, Waiting[]>();

  const run = async (tenant: string, queue: Waiting[]): Promise<void> => {
    while (queue.length > 0) {
      const batch = takeBatch(queue);
      try {
        const { results, head } = await options.store.write(tenant, (transaction) =>
          judgeBatch(
            options,
            transaction,
            batch.map(({ push }) => push),
          ),
        );
        for (const [index, waiting] of batch.entries()) {
          const result = results[index];
          if (result) waiting.resolve(result);
        }
        options.onAccepted?.(tenant, head);
      } catch (error) {
        for (const waiting of batch) waiting.reject(error);
      }
    }
    queues.delete(tenant);
  };

  const closed = (tenant: string): 'inactive' | 'suspended' | null => {
    const { account } = options.profile(tenant);
    const status = account === undefined ? 'active' : statusAt(account, options.now());
    return status === 'inactive' || status === 'suspended' ? status : null;
  };

  return {
    closed,
    found: (sender, change) =>
      options.store.write(sender.tenant, async (transaction) => {
        const founder: Actor = { member: sender.member, grants: grantsByRole.owner };
        if ((await transaction.head()) > 0) {
          return refused(change.id, [{ code: 'already-exists', message: 'This workspace exists already.' }]);
        }
        const [outcome] = await judgeAll({ ...options, founder }, transaction, sender, [change], new Map());
        if (!outcome) throw new Error('A change was not judged.');
        await transaction.conclude(sender.device, [outcome], 0);
        return outcome;
      }),
    lease: (sender, counter, count) =>
      options.store.write(sender.tenant, (transaction) => leaseNumbers(options, transaction, sender, counter, count)),
    push(push) {
      const status = closed(push.sender.tenant);
      if (status !== null) return Promise.resolve({ kind: 'closed', status });
      return new Promise((resolve, reject) => {
        const { tenant } = push.sender;
        const waiting = { push, resolve, reject };
        const queue = queues.get(tenant);
        if (queue) queue.push(waiting);
        else {
          const started = [waiting];
          queues.set(tenant, started);
          void run(tenant, started);
        }
      });
    },
  };
}

function takeBatch(queue: Waiting[]): readonly Waiting[] {
  let changes = 0;
  let count = 0;
  for (const { push } of queue) {
    changes += push.changes.length;
    if (count > 0 && changes > maxBatchChanges) break;
    count += 1;
  }
  return queue.splice(0, count);
}

async function judgeBatch(options: AuthorityOptions, transaction: TenantTransaction, pushes: readonly Push[]) {
  const results: PushResult[] = [];
  for (const push of pushes) results.push(await judgePush(options, transaction, push));
  return { results, head: await transaction.head() };
}

async function judgePush(options: AuthorityOptions, transaction: TenantTransaction, push: Push): Promise<PushResult> {
  const { sender, firstNumber, changes } = push;
  // Asked together: a store on a server has one way to it instead of two.
  const [{ lastNumber }, known] = await Promise.all([
    transaction.device(sender.device),
    transaction.outcomes(changes.map(({ id }) => id)),
  ]);
  if (firstNumber > lastNumber + 1) return { kind: 'gap', expected: lastNumber + 1 };
  const repeated = changes.slice(0, Math.max(0, lastNumber - firstNumber + 1));
  if (repeated.some(({ id }) => !known.has(id))) return { kind: 'forked', lastNumber };
  // After a server was restored a device numbers anew what was judged before; nobody must send one twice at once.
  const byId = new Map(changes.slice(repeated.length).map((change) => [change.id, change]));
  const fresh = [...byId.values()].filter(({ id }) => !known.has(id));
  const outcomes = new Map(known);
  await judgeSome(options, transaction, sender, fresh, outcomes);
  const made = fresh.flatMap(({ id }) => outcomes.get(id) ?? []);
  const last = Math.max(lastNumber, firstNumber + changes.length - 1);
  if (last > lastNumber) await transaction.conclude(sender.device, made, last);
  return { kind: 'judged', outcomes: changes.flatMap(({ id }) => outcomes.get(id) ?? []) };
}

/**
 * Judges changes one by one in a part of the transaction of its own. What the store cannot keep takes that part back;
 * halving it finds the culprit, which is refused, and the others go through.
 */
async function judgeSome(
  options: AuthorityOptions,
  transaction: TenantTransaction,
  sender: Sender,
  changes: readonly Change[],
  outcomes: Map<ChangeId, Outcome>,
): Promise<void> {
  if (changes.length === 0) return;
  try {
    const made = await transaction.savepoint(() => judgeAll(options, transaction, sender, changes, outcomes));
    for (const outcome of made) outcomes.set(outcome.change, outcome);
  } catch (error) {
    if (!(error instanceof StoreRefused)) throw error;
    const [only] = changes;
    if (only && changes.length === 1) {
      const message = 'The server cannot keep a value of this change. Remove unusual characters and try again.';
      outcomes.set(only.id, refused(only.id, [{ code: 'not-storable', message }]));
      return;
    }
    const half = Math.ceil(changes.length / 2);
    await judgeSome(options, transaction, sender, changes.slice(0, half), outcomes);
    await judgeSome(options, transaction, sender, changes.slice(half), outcomes);
  }
}

/** `founder`: who acts while there are no members yet. */
type JudgeOptions = AuthorityOptions & { readonly founder?: Actor };

async function judgeAll(
  options: JudgeOptions,
  transaction: TenantTransaction,
  sender: Sender,
  changes: readonly Change[],
  earlier: ReadonlyMap<ChangeId, Outcome>,
): Promise<readonly Outcome[]> {
  const { model } = options;
  const outcomes = new Map(earlier);
  const made: Outcome[] = [];
  const waiting: Acceptance[] = [];
  const flush = async (): Promise<void> => {
    if (waiting.length > 0) await transaction.accept(waiting.splice(0));
  };
  const view = createTenantView(transaction, flush);
  const [last, numbering] = await Promise.all([
    transaction.head(),
    createNumbering(transaction, model, changes),
    view.loadRows([
      { entity: 'member', id: sender.member },
      ...changes.flatMap(({ intentions }) => namedRecords(intentions, model)),
    ]),
    loadPredecessors(transaction, changes, outcomes),
  ]);
  const profile = options.profile(sender.tenant);
  const day = { ...profile, today: instantToCalendarDate(options.now(), profile.timeZone) };
  let head = last;
  for (const change of changes) {
    const judged = await judgeOne(
      options,
      transaction,
      sender,
      day,
      change,
      head + 1,
      view,
      numbering,
      outcomes,
      flush,
    );
    outcomes.set(change.id, judged.outcome);
    made.push(judged.outcome);
    if (!judged.acceptance) continue;
    head += 1;
    view.put(judged.acceptance.rows);
    waiting.push(judged.acceptance);
  }
  await flush();
  await numbering.keep();
  return made;
}

/** What the changes were built upon may have been judged long ago. */
async function loadPredecessors(
  transaction: TenantTransaction,
  changes: readonly Change[],
  outcomes: Map<ChangeId, Outcome>,
): Promise<void> {
  const own = new Set(changes.map(({ id }) => id));
  const wanted = changes.flatMap(predecessorsOf).filter((id) => !own.has(id) && !outcomes.has(id));
  if (wanted.length === 0) return;
  for (const [id, outcome] of await transaction.outcomes(wanted)) outcomes.set(id, outcome);
}

const predecessorsOf = ({ intentions }: Change): readonly ChangeId[] =>
  intentions.flatMap((intention) =>
    intention.kind !== 'create' && intention.after !== undefined ? [intention.after] : [],
  );

/** The day in the tenant's time zone, which one batch is judged on. */
type Day = TenantProfile & { readonly today: CalendarDate };

interface Judged {
  readonly outcome: Outcome;
  readonly acceptance?: Acceptance;
}

async function judgeOne(
  options: JudgeOptions,
  transaction: TenantTransaction,
  sender: Sender,
  day: Day,
  change: Change,
  sequence: number,
  view: TenantView,
  numbering: Numbering,
  outcomes: ReadonlyMap<ChangeId, Outcome>,
  flush: () => Promise<void>,
): Promise<Judged> {
  const { model } = options;
  const refuse = (refusals: readonly HeldRefusal[], blockedBy: ChangeId | null = null): Judged => ({
    outcome: refused(change.id, refusals, blockedBy),
  });
  // The sender's rights at this moment, which an earlier change of the batch may just have changed.
  const actor = options.founder ?? actorOf(model, view.row('member', sender.member)?.record);
  if (!actor) return refuse([{ code: 'not-a-member', message: 'You are no longer a member of this workspace.' }]);
  if (change.actor !== sender.member || change.device !== sender.device) {
    return refuse([{ code: 'not-yours', message: 'This change was made by somebody else or on another device.' }]);
  }
  const blocking = predecessorsOf(change).find((id) => outcomes.get(id)?.kind === 'refused');
  if (blocking !== undefined) {
    const message = 'This builds upon an edit that was refused. Decide about that one first.';
    return refuse([{ code: 'blocked', message }], blocking);
  }
  const hidden = hiddenRecords(change, actor, model, view);
  if (hidden.length > 0) return refuse(hidden);
  const merged = mergeChange(change, { model, row: view.row });
  if (merged.refusals.length > 0) return refuse(merged.refusals);
  const teams = await clearLostTeams(merged.intentions, actor, model, view);
  const numbered = numbering.assign(teams.intentions);

  const now = options.now();
  const context = { ...day, model, actor, known: view.known, now };
  const asked = { ...change, intentions: numbered.intentions };
  let judgement = decide(asked, context);
  for (let round = 0; judgement.kind === 'needs'; round++) {
    if (round > maxRounds) throw new Error(`The rules of a change ask for more and more: ${change.id}`);
    await view.load(judgement.needs);
    judgement = decide(asked, context);
  }
  if (judgement.kind === 'refused') return refuse(judgement.refusals);
  const over = await overLimits(day, judgement.writes, view);
  if (over.length > 0) return refuse(over);
  const { rows, writes } = await label(judgement.writes, [sequence, change.device], model, transaction, view, flush);
  numbered.take();
  const superseded = [...merged.superseded, ...teams.lost, ...numbered.superseded];
  const { intentions: _, ...head } = change;
  return {
    outcome: { kind: 'accepted', change: change.id, sequence, superseded },
    acceptance: { entry: { sequence, change: head, acceptedAt: now, writes }, rows, events: judgement.events },
  };
}

const maxRounds = 50;

/** The limits of the tenant's plan that the writes would pass. */
async function overLimits(day: Day, writes: readonly Write[], view: TenantView): Promise<readonly Refusal[]> {
  const touched = touchedLimits(day.plan ?? 'enterprise', writes, day.timeZone);
  if (touched.length === 0) return [];
  await view.load(touched.map(({ need }) => need));
  return touched.flatMap((one) => limitRefusal(one, view.known.count(one.need) ?? 0) ?? []);
}

const refused = (change: ChangeId, refusals: readonly HeldRefusal[], blockedBy: ChangeId | null = null): Outcome => ({
  kind: 'refused',
  change,
  refusals,
  blockedBy,
});

async function leaseNumbers(
  { model }: AuthorityOptions,
  transaction: TenantTransaction,
  sender: Sender,
  counter: string,
  count: number,
): Promise<Lease> {
  const view = createTenantView(transaction, () => Promise.resolve());
  await view.loadRows([{ entity: 'member', id: sender.member }]);
  const actor = actorOf(model, view.row('member', sender.member)?.record);
  const known = [...serialCounters(model).values()].flat().find(({ name }) => name === counter);
  if (!actor || !known || !may(actor, `${entityFor(model, known.entity).plural}.create`)) return { first: 1, count: 0 };
  const last = await transaction.counter(counter);
  await transaction.setCounter(counter, last + count);
  return { first: last + 1, count };
}

/** A record that the actor may not see is answered as one that does not exist, and nothing of it is told. */
function hiddenRecords(change: Change, actor: Actor, model: Model, view: TenantView): readonly HeldRefusal[] {
  const seen = new Set<string>();
  return change.intentions.flatMap((intention): HeldRefusal[] => {
    const entity = model.entityByName.get(intention.entity);
    const key = recordKey(intention.entity, intention.id);
    if (!entity || intention.kind === 'create' || seen.has(key)) return [];
    seen.add(key);
    const row: ServerRow | null = view.row(intention.entity, intention.id);
    if (row !== null && mayOnRecord(actor, entity, 'read', row.record)) return [];
    if (row === null) return [];
    return [
      {
        code: 'not-found',
        message: `This ${entity.label.toLowerCase()} does not exist.`,
        entity: intention.entity,
        record: intention.id,
      },
    ];
  });
}
