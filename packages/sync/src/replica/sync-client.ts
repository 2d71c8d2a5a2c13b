import { changeSize, type Model, unreachable } from '@satchel/core';
import type { Delta } from '../protocol/item.ts';
import { fittingMessage, maxSentSize } from '../protocol/message-size.ts';
import type { ClientMessage, ServerMessage } from '../protocol/messages.ts';
import type { Outcome } from '../protocol/outcome.ts';
import { protocolVersion } from '../protocol/version.ts';
import type { NotAdopted } from './adoption.ts';
import { createAdoptionUpload } from './adoption-upload.ts';
import { epochOf, forgetLoaded } from './epoch.ts';
import { forgetHidden } from './forget-hidden.ts';
import { forgetTraces } from './forget-traces.ts';
import { forgetGeneration, generationOf, renumber } from './generation.ts';
import { keepForgotten } from './keep-forgotten.ts';
import { createLeaseRequests } from './lease-requests.ts';
import { createLoad } from './load.ts';
import { createPast } from './past.ts';
import { applyDelta, applyOutcomes, cursorOf } from './remote.ts';
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
  /** About what one message carries, as `changeSize` counts. Default: what fits into a frame. */
  readonly messageSize?: number;
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

/** How long the server may be silent before everything is asked for again. */
const patienceMs = 15_000;

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
  messageSize = maxSentSize,
}: SyncClientOptions): SyncClient {
  let send: ((message: ClientMessage) => void) | null = null;
  let isWelcome = false;
  /** The highest number that was sent on this connection; null: nothing is under way. */
  let underWay: number | null = null;
  let isWiping = false;
  /** The app is to be updated, once the server has what waits. */
  let isTooOld = false;
  let lastHeardAt = now();

  const say = (message: ClientMessage): void => send?.(message);
  const check = createSumCheck(store, now, say, checkEveryMs);
  const hello = (): void => {
    load.abandon();
    say({
      kind: 'hello',
      protocol: protocolVersion,
      cursor: cursorOf(store),
      generation: generationOf(store) ?? null,
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
  const leases = createLeaseRequests(store, model, say);
  const load = createLoad({
    store,
    model,
    say,
    past,
    onChanged: (entities) => onChanged?.(entities),
    partRecords: loadPartRecords,
  });
  const greet = (): void => {
    if (adoption.isUnderWay()) adoption.start();
    else hello();
  };

  const push = (): void => {
    // Nothing is sent to a server that may have been restored before that is known.
    if (!send || !isWelcome || underWay !== null) return;
    const waiting = store.outbox().filter(({ acceptedAt }) => acceptedAt === null);
    const batch = fittingMessage(waiting.slice(0, maxPushChanges), messageSize, ({ change }) => changeSize(change));
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

  const takeWelcome = (welcome: Extract<ServerMessage, { kind: 'welcome' }>): void => {
    isWelcome = true;
    isTooOld = false;
    forgetHidden(store, welcome.hidden ?? {});
    load.begin(welcome);
    // What waits without a number comes first.
    push();
    leases.ask();
  };

  const takeDelta = (delta: Delta): void => {
    if (load.isUnderWay()) return;
    const cursor = cursorOf(store) ?? 0;
    if (applyDelta(store, delta)) {
      if (delta.to > delta.from) onChanged?.(entitiesIn(delta));
      if (delta.hasMore === true) say({ kind: 'pull', after: delta.to });
    } else if (delta.to > cursor) say({ kind: 'pull', after: cursor });
    forgetTraces(store);
    checkAtRest();
  };

  const checkAtRest = (): void => {
    if (send && isWelcome && !load.isUnderWay() && !isWiping && store.outbox().length === 0) check.ask();
  };

  const takeSums = (sums: Extract<ServerMessage, { kind: 'sums' }>): void => {
    const differing = load.isUnderWay() ? [] : check.differing(sums);
    if (differing.length === 0) return;
    onMismatch?.(differing);
    forgetLoaded(store, differing);
    hello();
  };

  const takeOutcomes = (outcomes: readonly Outcome[]): void => {
    const entities = entitiesOf(store, outcomes);
    applyOutcomes(store, outcomes);
    if (!load.isUnderWay()) forgetTraces(store);
    onChanged?.(entities);
  };

  return {
    open(sender) {
      send = sender;
      isWelcome = false;
      underWay = null;
      leases.restart();
      lastHeardAt = now();
      greet();
    },
    close() {
      send = null;
      load.end();
    },
    noticeCommit() {
      push();
      if (send && isWelcome && !isWiping) leases.ask();
    },
    tick() {
      if (!load.isUnderWay()) forgetTraces(store);
      checkAtRest();
      if (!send || now() - lastHeardAt < patienceMs) return;
      lastHeardAt = now();
      underWay = null;
      leases.restart();
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
          load.receive(message);
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
          renumber(store, message.expected);
          underWay = null;
          push();
          break;
        case 'leased':
          leases.receive(message);
          break;
        case 'forked':
          if (message.isForgotten === true) keepForgotten(store);
          onForked();
          break;
        case 'closed':
          isWelcome = false;
          underWay = null;
          load.abandon();
          onClosed?.(message.status);
          break;
        case 'upgrade':
          isTooOld = message.generation !== undefined;
          isWelcome = isTooOld;
          if (message.generation === undefined) onOutdated();
          else {
            // Accepted by a server that was restored since.
            if ((generationOf(store) ?? message.generation) !== message.generation) {
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
        case 'slow':
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
