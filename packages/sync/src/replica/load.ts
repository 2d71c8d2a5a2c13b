import type { Model, RecordId } from '@satchel/core';
import type { ClientMessage, ServerMessage } from '../protocol/messages.ts';
import { epochOf, forgetLoaded, noteLoaded } from './epoch.ts';
import { forgetTraces } from './forget-traces.ts';
import { dropPassed, forgetGeneration, generationOf } from './generation.ts';
import { beginLoad, forgetLoad, noteHalf, noteWhole } from './load-progress.ts';
import { createPageKeeper } from './page-keeper.ts';
import { noteMissingPast, type Past } from './past.ts';
import { cursorOf, setCursor } from './remote.ts';
import type { ReplicaStore } from './replica-store.ts';

export interface LoadOptions {
  readonly store: ReplicaStore;
  readonly model: Model;
  readonly say: (message: ClientMessage) => void;
  readonly past: Past;
  readonly onChanged: (entities: readonly string[]) => void;
  /** How many records one transaction keeps, about. */
  readonly partRecords: number;
}

/** Loads what the server has declared, page by page, and then asks for what came after. */
export interface Load {
  isUnderWay(): boolean;
  begin(welcome: Extract<ServerMessage, { kind: 'welcome' }>): void;
  /** Takes a page when it is the one that is awaited. */
  receive(message: PageMessage): void;
  /** What comes of it is not awaited any more. */
  abandon(): void;
  /** The connection is gone. */
  end(): void;
}

type PageMessage = Extract<ServerMessage, { kind: 'page' }>;

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

export function createLoad({ store, model, say, past, onChanged, partRecords }: LoadOptions): Load {
  const pages = createPageKeeper(store, partRecords);
  let loading: Loading | null = null;
  let loads = 0;

  /** Also true before the first load, when nothing is known of the generation in which something was accepted. */
  const isOtherGeneration = (one: Loading): boolean => generationOf(store) !== one.generation;

  const ask = (one: Loading, afterId: RecordId | null): void => {
    const [entity] = one.left;
    if (entity === undefined) return;
    one.afterId = afterId;
    say({ kind: 'page', load: one.number, entity, afterId, epoch: one.epoch[entity] ?? '' });
  };

  const finish = ({ snapshot, isBehindLog, generation }: Loading): void => {
    store.transaction(() => {
      store.setMeta('generation', generation);
      if (isBehindLog) setCursor(store, snapshot);
      forgetLoad(store);
    });
    if (isBehindLog) dropPassed(store);
    loading = null;
    pages.end();
    forgetTraces(store);
    onChanged(model.entities.map(({ name }) => name));
    say({ kind: 'pull', after: cursorOf(store) ?? snapshot });
    past.ask();
  };

  let waiting: PageMessage[] = [];
  const take = ({ load, afterId, page }: PageMessage): void => {
    const now = loading;
    const { entity, next } = page;
    if (now?.number !== load || now.afterId !== afterId || now.left[0] !== entity) return;
    // While this one is written, the next is on its way.
    if (next !== null) ask(now, next);
    const isWritten = pages.take(page, isOtherGeneration(now), {
      half: (last) => now.isBehindLog && noteHalf(store, last && { entity, afterId: last }),
      whole() {
        if (now.isBehindLog) noteWhole(store, entity);
        noteLoaded(store, entity, now.epoch[entity] ?? '');
      },
    });
    if (isWritten) onChanged([entity]);
    if (next !== null) return;
    now.left.shift();
    if (now.left.length === 0) finish(now);
    else ask(now, null);
  };

  return {
    isUnderWay: () => loading !== null,
    begin({ load, ...rest }) {
      loads += 1;
      // What came with changes since a load was broken off is not in what it had.
      if (!rest.isBehindLog) forgetLoad(store);
      // What is loaded because something else is seen now is little, and begins anew.
      const { snapshot, left, half } = rest.isBehindLog
        ? beginLoad(store, { ...rest, load })
        : { snapshot: rest.snapshot, left: load, half: null };
      // Also what is seen anew: what happened to it was never told here.
      const isWithoutPast = rest.isBehindLog || load.some((entity) => Object.hasOwn(epochOf(store), entity));
      // What is after the cursor comes with its changes.
      const upTo = rest.isBehindLog ? snapshot : (cursorOf(store) ?? snapshot);
      if (isWithoutPast || load.length > 0) noteMissingPast(store, upTo, isWithoutPast);
      const begun: Loading = { ...rest, snapshot, number: loads, afterId: null, left: [...left] };
      loading = begun;
      past.restart();
      pages.restart(half?.entity);
      if (isOtherGeneration(begun)) store.transaction(() => forgetGeneration(store));
      forgetLoaded(store, left);
      if (left.length === 0) finish(begun);
      else ask(begun, half?.afterId ?? null);
    },
    receive(message) {
      // The next page may be there before this one is written.
      waiting.push(message);
      if (waiting.length > 1) return;
      try {
        for (let page = waiting[0]; page; page = waiting[0]) {
          take(page);
          waiting.shift();
        }
      } finally {
        waiting = [];
      }
    },
    abandon() {
      loading = null;
    },
    end() {
      loading = null;
      pages.end();
    },
  };
}
