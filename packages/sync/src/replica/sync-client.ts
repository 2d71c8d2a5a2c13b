import { changeSize, type Intention, type Model, type RecordId, serialCounters, unreachable } from '@satchel/core';
import type { Delta, SnapshotPage } from '../protocol/item.ts';
import { fittingMessage } from '../protocol/message-size.ts';
import type { ClientMessage, ServerMessage } from '../protocol/messages.ts';
import type { Outcome } from '../protocol/outcome.ts';
import { protocolVersion } from '../protocol/version.ts';
import type { NotAdopted } from './adoption.ts';
import { createAdoptionUpload } from './adoption-upload.ts';
import { forgetHidden } from './forget-hidden.ts';
import { forgetTraces } from './forget-traces.ts';
import { keepForgotten } from './keep-forgotten.ts';
import { addRange, countLeft, keepLeases, leasesOf, voidLeases } from './leases.ts';
import { beginLoad, forgetLoad, noteHalf, noteWhole } from './load-progress.ts';
import { createPageKeeper } from './page-keeper.ts';
import { createPast, noteMissingPast } from './past.ts';
import { applyDelta, applyOutcomes, cursorOf, setCursor } from './remote.ts';
import type { ReplicaStore } from './replica-store.ts';
import { createSumCheck } from './sum-check.ts';

export interface SyncClientOptions {
  readonly store: ReplicaStore;
  readonly model: Model;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Rows of these entities changed, or are told anew. */
  readonly onChanged?: (entities: readonly string[]) => void;
  /** The member was removed, and everything that waited has its outcome: the device is to forget the workspace. */
  readonly onWipe: () => void;
  /** This database is an older copy of itself: it needs a new device tag. */
  readonly onForked: () => void;
  /** The server no longer understands this version, and has what waited if it understands that: the app is to be updated. */
  readonly onOutdated: () => void;
  /** The workspace, which never met a server, is one there now; or why it is not, and then it is as before. */
  readonly onAdopted?: (refusals: NotAdopted | null) => void;
  /** The workspace's account does not sync at present; it is asked again now and then, and what waits stays here. */
  readonly onClosed?: (status: 'inactive' | 'suspended' | 'older') => void;
  /** Rows of these entities were not what the server has, and are loaded anew. */
  readonly onMismatch?: (entities: readonly string[]) => void;
  /** How often rows at rest are compared with the server's, in milliseconds. Default: ten minutes. */
  readonly checkEveryMs?: number;
  /** How many records of a load one transaction keeps, about. Default: 10,000. */
  readonly loadPartRecords?: number;
}

/** One connection of a device. A new one begins from what the store holds; a lost one leaves nothing behind. */
export interface SyncClient {
  /** The connection is there. */
  open(send: (message: ClientMessage) => void): void;
  receive(message: ServerMessage): void;
  /** Something was written here: sends it. */
  noticeCommit(): void;
  /** Time passes: what was asked for long ago is asked for again. */
  tick(): void;
  close(): void;
}

/** How many changes one message carries. */
const maxPushChanges = 100;

/** How many numbers of each counter a device that goes offline has at least, and at most. */
const fewNumbers = 100;
const manyNumbers = 200;

/** How long the server may be silent before everything is asked for again. */
const patienceMs = 15_000;

interface Loading {
  readonly number: number;
  readonly generation: string;
  /** Where the page that is awaited begins. */
  afterId: string | null;
  readonly snapshot: number;
  readonly isBehindLog: boolean;
  readonly epoch: Readonly<Record<string, string>>;
  /** Entities not loaded yet; the first is being loaded. */
  readonly left: string[];
}

/** Keeps a device's rows in step with the server's, and brings its waiting changes there; neither waits for the other. */
export function createSyncClient({
  store,
  model,
  now,
  onChanged,
  onWipe,
  onForked,
  onOutdated,
  onClosed,
  onAdopted,
  loadPartRecords = 10_000,
  onMismatch,
  checkEveryMs = 600_000,
}: SyncClientOptions): SyncClient {
  const pages = createPageKeeper(store, loadPartRecords);
  let send: ((message: ClientMessage) => void) | null = null;
  let loading: Loading | null = null;
  let isWelcome = false;
  /** The highest number that was sent on this connection; null: nothing is under way. */
  let underWay: number | null = null;
  let isWiping = false;
  /** The app is to be updated, once the server has what waits. */
  let isTooOld = false;
  let loads = 0;
  let lastHeardAt = now();
  /** By counter, the request for numbers that is under way. */
  let asked = new Map<string, number>();
  let asks = 0;

  const say = (message: ClientMessage): void => send?.(message);
  const check = createSumCheck(store, now, say, checkEveryMs);
  const hello = (): void => {
    loading = null;
    say({
      kind: 'hello',
      protocol: protocolVersion,
      cursor: cursorOf(store),
      generation: store.meta('generation') ?? null,
      epoch: epochOf(store),
      lastNumber: Number(store.meta('last-number') ?? 0),
      schema: model.schema,
      now: now(),
    });
  };

  const adoption = createAdoptionUpload(store, model, say, (refusals) => {
    if (refusals === null) hello();
    onAdopted?.(refusals);
  });
  const past = createPast(store, say);
  const greet = (): void => {
    if (adoption.isUnderWay()) adoption.start();
    else hello();
  };

  const push = (): void => {
    // Nothing is sent to a server that may have been restored before that is known.
    if (!send || !isWelcome || underWay !== null) return;
    const waiting = store.outbox().filter(({ acceptedAt }) => acceptedAt === null);
    const batch = fittingMessage(waiting.slice(0, maxPushChanges), ({ change }) => changeSize(change));
    if (batch.length === 0) {
      if (isWiping) onWipe();
      if (isTooOld) onOutdated();
      return;
    }
    const numbered = store.transaction(() => {
      let last = Number(store.meta('last-number') ?? 0);
      const numbers = batch.map(({ change, number }) => {
        if (number !== null) return number;
        last += 1;
        store.updateOutbox(change.id, { number: last });
        return last;
      });
      store.setMeta('last-number', String(last));
      return numbers;
    });
    const [firstNumber] = numbered;
    if (firstNumber === undefined) return;
    underWay = numbered.at(-1) ?? firstNumber;
    say({ kind: 'push', firstNumber, changes: batch.map(({ change }) => change), now: now() });
  };

  /** Asks for numbers before they run out. */
  const askForNumbers = (): void => {
    if (!send || !isWelcome || isWiping) return;
    const leases = leasesOf(store);
    for (const { name } of [...serialCounters(model).values()].flat()) {
      const left = countLeft(leases, name);
      if (left >= fewNumbers || asked.has(name)) continue;
      asks += 1;
      asked.set(name, asks);
      say({ kind: 'lease', ask: asks, counter: name, count: manyNumbers - left });
    }
  };

  const takeNumbers = ({ ask, counter, first, count }: Extract<ServerMessage, { kind: 'leased' }>): void => {
    // It may come twice, after numbers of it were given already.
    if (asked.get(counter) !== ask) return;
    if (count === 0) return;
    asked.delete(counter);
    store.transaction(() => keepLeases(store, addRange(leasesOf(store), counter, [first, first + count - 1])));
  };

  /** The server was restored and has forgotten changes that it had judged: what waits goes on from what it knows. */
  const renumber = (expected: number): void =>
    store.transaction(() => {
      let next = expected;
      for (const { change, number, acceptedAt } of store.outbox()) {
        if (acceptedAt !== null || number === null) continue;
        store.updateOutbox(change.id, { number: next });
        next += 1;
      }
      store.setMeta('last-number', String(next - 1));
    });

  /** Also true before the first load, when nothing is known of the generation in which something was accepted. */
  const isOtherGeneration = (one: Loading): boolean => store.meta('generation') !== one.generation;

  const loadNext = (afterId: RecordId | null): void => {
    if (!loading) return;
    const [entity] = loading.left;
    if (entity !== undefined) {
      loading.afterId = afterId;
      say({ kind: 'page', load: loading.number, entity, afterId, epoch: loading.epoch[entity] ?? '' });
      return;
    }
    const { snapshot, isBehindLog, generation } = loading;
    store.transaction(() => {
      store.setMeta('generation', generation);
      if (isBehindLog) setCursor(store, snapshot);
      forgetLoad(store);
    });
    if (isBehindLog) dropPassed(store);
    loading = null;
    pages.end();
    forgetTraces(store);
    onChanged?.(model.entities.map(({ name }) => name));
    say({ kind: 'pull', after: cursorOf(store) ?? snapshot });
    past.ask();
  };

  const takeWelcome = ({ load, hidden = {}, ...rest }: Extract<ServerMessage, { kind: 'welcome' }>): void => {
    isWelcome = true;
    isTooOld = false;
    forgetHidden(store, hidden);
    loads += 1;
    // What is loaded because something else is seen now is little, and begins anew.
    const { snapshot, left, half } = rest.isBehindLog
      ? beginLoad(store, { ...rest, load })
      : { snapshot: rest.snapshot, left: load, half: null };
    // Also what is seen anew: what happened to it was never told here.
    const isWithoutPast = rest.isBehindLog || load.some((entity) => Object.hasOwn(epochOf(store), entity));
    // What is after the cursor comes with its changes.
    const upTo = rest.isBehindLog ? snapshot : (cursorOf(store) ?? snapshot);
    if (isWithoutPast || load.length > 0) noteMissingPast(store, upTo, isWithoutPast);
    loading = { ...rest, snapshot, number: loads, afterId: null, left: [...left] };
    past.restart();
    pages.restart(half?.entity);
    if (isOtherGeneration(loading)) store.transaction(() => forgetGeneration(store));
    const stale = new Set(left);
    // What is loaded by half is of no epoch until it is whole.
    const whole = Object.entries(epochOf(store)).filter(([entity]) => !stale.has(entity));
    store.setMeta('epoch', JSON.stringify(Object.fromEntries(whole)));
    loadNext(half?.afterId ?? null);
    // What waits without a number comes first.
    push();
    askForNumbers();
  };

  const takePage = (page: SnapshotPage): void => {
    const { entity, next } = page;
    if (loading?.left[0] !== entity) return;
    const { epoch, isBehindLog } = loading;
    // While this one is written, the next is on its way.
    if (next !== null) loadNext(next);
    const isWritten = pages.take(page, isOtherGeneration(loading), {
      half: (afterId) => isBehindLog && noteHalf(store, afterId && { entity, afterId }),
      whole() {
        if (isBehindLog) noteWhole(store, entity);
        store.setMeta('epoch', JSON.stringify({ ...epochOf(store), [entity]: epoch[entity] ?? '' }));
      },
    });
    if (isWritten) onChanged?.([entity]);
    if (next !== null) return;
    loading.left.shift();
    loadNext(null);
  };

  const takeDelta = (delta: Delta): void => {
    if (loading) return;
    const cursor = cursorOf(store) ?? 0;
    if (applyDelta(store, delta)) {
      if (delta.to > delta.from) onChanged?.(entitiesIn(delta));
      if (delta.hasMore === true) say({ kind: 'pull', after: delta.to });
    } else if (delta.to > cursor) say({ kind: 'pull', after: cursor });
    forgetTraces(store);
    checkAtRest();
  };

  const checkAtRest = (): void => {
    if (send && isWelcome && !loading && !isWiping && store.outbox().length === 0) check.ask();
  };

  const takeSums = (sums: Extract<ServerMessage, { kind: 'sums' }>): void => {
    const differing = loading ? [] : check.differing(sums);
    if (differing.length === 0) return;
    onMismatch?.(differing);
    const whole = Object.entries(epochOf(store)).filter(([entity]) => !differing.includes(entity));
    store.setMeta('epoch', JSON.stringify(Object.fromEntries(whole)));
    hello();
  };

  const takeOutcomes = (outcomes: readonly Outcome[]): void => {
    const entities = entitiesOf(store, outcomes);
    applyOutcomes(store, outcomes);
    if (!loading) forgetTraces(store);
    onChanged?.(entities);
  };

  return {
    open(sender) {
      send = sender;
      isWelcome = false;
      underWay = null;
      asked = new Map();
      lastHeardAt = now();
      greet();
    },
    close() {
      send = null;
      loading = null;
      pages.end();
    },
    noticeCommit() {
      push();
      askForNumbers();
    },
    tick() {
      if (!loading) forgetTraces(store);
      checkAtRest();
      if (!send || now() - lastHeardAt < patienceMs) return;
      lastHeardAt = now();
      underWay = null;
      asked = new Map();
      greet();
      push();
    },
    receive(message) {
      lastHeardAt = now();
      switch (message.kind) {
        case 'welcome':
          takeWelcome(message);
          break;
        case 'sums':
          takeSums(message);
          break;
        case 'page':
          if (loading?.number === message.load && loading.afterId === message.afterId) takePage(message.page);
          break;
        case 'delta':
          takeDelta(message.delta);
          break;
        case 'outcomes':
          underWay = null;
          takeOutcomes(message.outcomes);
          push();
          break;
        case 'gap':
          renumber(message.expected);
          underWay = null;
          push();
          break;
        case 'leased':
          takeNumbers(message);
          break;
        case 'forked':
          if (message.isForgotten === true) keepForgotten(store);
          onForked();
          break;
        case 'closed':
          isWelcome = false;
          underWay = null;
          loading = null;
          onClosed?.(message.status);
          break;
        case 'upgrade':
          isTooOld = message.generation !== undefined;
          isWelcome = isTooOld;
          if (message.generation === undefined) onOutdated();
          else {
            // Accepted by a server that was restored since.
            if ((store.meta('generation') ?? message.generation) !== message.generation) {
              store.transaction(() => forgetGeneration(store));
            }
            push();
          }
          break;
        case 'past':
          past.receive(message);
          // Rows are as they were; what is told of them is not.
          onChanged?.([]);
          break;
        case 'reset':
          hello();
          break;
        case 'adopting':
        case 'adopted':
        case 'not-adopted':
          adoption.receive(message);
          break;
        case 'wipe':
          isWelcome = true;
          // Accepted by a server that was restored since, for all that is known here.
          if (!isWiping) store.transaction(() => forgetGeneration(store));
          isWiping = true;
          push();
          break;
        case 'authorized':
        case 'presence':
          // Whoever holds the socket has waited for it.
          break;
        default:
          unreachable(message);
      }
    },
  };
}

const entitiesIn = ({ changes }: Delta): readonly string[] => [
  ...new Set(changes.flatMap(({ items }) => items.map(({ entity }) => entity))),
];

/** What own changes that ended had touched. */
function entitiesOf(store: ReplicaStore, outcomes: readonly Outcome[]): readonly string[] {
  const ended = new Set(outcomes.map(({ change }) => change));
  const touched = store.outbox().flatMap(({ change, overlays }) => (ended.has(change.id) ? overlays : []));
  return [...new Set(touched.map(({ entity }) => entity))];
}

/**
 * A restored server has forgotten what it accepted after its backup: what is still here is judged anew, and sequences of
 * before say nothing.
 */
function forgetGeneration(store: ReplicaStore): void {
  setCursor(store, null);
  voidLeases(store);
  for (const { change } of store.outbox()) {
    store.updateOutbox(change.id, {
      acceptedAt: null,
      change: { ...change, intentions: change.intentions.map(withoutSeen) },
    });
  }
}

/** A revision of another generation says nothing of what its author had seen. */
const withoutSeen = (intention: Intention): Intention =>
  intention.kind === 'create' ? intention : { ...intention, base: 0 };

/** By entity, what the member could see of it when it was loaded; an entity that is not whole is not there. */
function epochOf(store: ReplicaStore): Readonly<Record<string, string>> {
  const text = store.meta('epoch');
  return text === undefined ? {} : (JSON.parse(text) as Record<string, string>);
}

/** Changes that were accepted before the snapshot are in it. */
function dropPassed(store: ReplicaStore): void {
  const cursor = cursorOf(store);
  if (cursor !== null) applyDelta(store, { from: cursor, to: cursor, changes: [] });
}
