import {
  actorOf,
  type Change,
  type EntityRecord,
  isOnlyAdded,
  jsonEquals,
  type Model,
  unreachable,
} from '@satchel/core';
import type { ClientMessage, ServerMessage } from '../protocol/messages.ts';
import type { Outcome } from '../protocol/outcome.ts';
import { oldestProtocolVersion } from '../protocol/version.ts';
import { isBeingAdopted } from './adopted-generation.ts';
import type { Authority } from './authority.ts';
import type { AuthorityStore, TenantReader } from './authority-store.ts';
import { correctClock } from './correct-clock.ts';
import { readPage, readSums, snapshotOrder, readDelta as usualReadDelta } from './deliver.ts';
import { pageRows as usualPageRows } from './load-page.ts';
import { memberNow } from './member-now.ts';
import type { Sender } from './push.ts';
import { readPast } from './read-past.ts';
import { epochOf, type Reader, readerOf } from './scope.ts';
import { tellForked } from './tell-forked.ts';

export interface SessionOptions {
  readonly authority: Authority;
  readonly store: AuthorityStore;
  readonly model: Model;
  /** Who is at the other end; the caller has proved it. */
  readonly sender: Sender;
  readonly send: (message: ServerMessage) => void;
  readonly now: () => number;
  /** Default: `pageRows` of load-page.ts. */
  readonly pageRows?: number;
  /** About what one message carries, as `changeSize` counts. Default: what fits into a frame. */
  readonly messageSize?: number | undefined;
  /** Default: `readDelta` of deliver.ts. */
  readonly readDelta?: typeof usualReadDelta;
}

/** One device's connection, on the server. */
export interface Session {
  receive(message: ClientMessage): Promise<void>;
  /** The tenant's head has moved: sends what is new. */
  notice(): Promise<void>;
}

/** Sends a device what its member may see, and its changes to the authority. Keeps nothing that a lost connection loses. */
export function createSession({
  authority,
  store,
  model,
  sender,
  send,
  now,
  pageRows = usualPageRows,
  messageSize,
  readDelta = usualReadDelta,
}: SessionOptions): Session {
  /** What was sent; null: the device does not listen yet. */
  let sentUpTo: number | null = null;
  let epoch: Readonly<Record<string, string>> | null = null;
  /** Whether changes came in this connection, so that its device counts on since it said hello. */
  let hasPushed = false;
  let nextSumsAt = Number.NEGATIVE_INFINITY;
  /** The sequence up to which the device has said to have everything, in the tenant's generation. */
  let cursor = 0;
  let known: { readonly member: EntityRecord | undefined; readonly reader: Reader | null } | null = null;

  const readerNow = async (reader: TenantReader): Promise<Reader | null> => {
    if (sender.isRevoked === true) return null;
    const member = await memberNow(reader, sender.member);
    if (!known || (known.member !== member && !jsonEquals(known.member ?? null, member ?? null))) {
      const actor = actorOf(model, member);
      known = { member, reader: actor && readerOf(actor, model) };
    }
    return known.reader;
  };

  /** What is to be answered to whom is decided on one state of the tenant. */
  const answer = async (
    work: (tenant: TenantReader, reader: Reader) => Promise<ServerMessage | null>,
  ): Promise<void> => {
    const message = await store.read(sender.tenant, async (tenant): Promise<ServerMessage | null> => {
      const reader = await readerNow(tenant);
      return reader ? await work(tenant, reader) : { kind: 'wipe' };
    });
    if (message === null) return;
    if (message.kind === 'delta') sentUpTo = message.delta.to;
    else if (message.kind !== 'page' && message.kind !== 'sums' && message.kind !== 'past') sentUpTo = null;
    send(message);
  };

  const deltaAfter = (after: number): Promise<void> =>
    answer(async (tenant, reader) => {
      // What the member may see has changed: the device loads that anew.
      const delta = isSame(epochOf(reader, model), epoch)
        ? await readDelta(tenant, reader, model, after, messageSize)
        : null;
      return delta === null ? { kind: 'reset' } : { kind: 'delta', delta };
    });

  const hello = async ({
    cursor: saidCursor,
    epoch: known,
    generation: knownGeneration,
    lastNumber,
    schema = 1,
  }: Extract<ClientMessage, { kind: 'hello' }>): Promise<void> => {
    let isForked = false;
    await answer(async (tenant, reader) => {
      const generation = await tenant.generation();
      const isLoaded = saidCursor !== null && generation === knownGeneration;
      cursor = isLoaded ? saidCursor : 0;
      const judged = await tenant.device(sender.device);
      if (lastNumber !== undefined && judged.lastNumber > lastNumber && !hasPushed) {
        isForked = true;
        return null;
      }
      // What waits there is judged as if it had been made with this model; rows of it mean nothing to the device.
      if (!isOnlyAdded(model, schema)) {
        return { kind: 'upgrade', minimum: oldestProtocolVersion, generation };
      }
      const current = epochOf(reader, model);
      epoch = current;
      const head = await tenant.head();
      const isBehindLog = !isLoaded || cursor < (await tenant.floor());
      const load = snapshotOrder(model).filter((name) => isBehindLog || known[name] !== current[name]);
      return {
        kind: 'welcome',
        head,
        generation,
        load,
        snapshot: head,
        epoch: current,
        hidden: hiddenOf(reader),
        isBehindLog,
      };
    });
    if (isForked) send(await tellForked(store, sender, cursor));
  };

  const page = (asked: Extract<ClientMessage, { kind: 'page' }>): Promise<void> =>
    answer(async (tenant, reader) => {
      // Pages of two epochs must not be mixed.
      const current = epochOf(reader, model);
      const isOther = asked.epoch === undefined ? !isSame(current, epoch) : current[asked.entity] !== asked.epoch;
      // Also when there is no such entity: what there is to load is said anew.
      if (isOther || !model.entityByName.has(asked.entity)) return { kind: 'reset' };
      const read = await readPage(tenant, reader, model, { ...asked, limit: pageRows, messageSize });
      return { kind: 'page', load: asked.load, afterId: asked.afterId, page: read };
    });

  const check = ({ at }: Extract<ClientMessage, { kind: 'check' }>): Promise<void> =>
    answer(async (tenant, reader) => {
      if (!isSame(epochOf(reader, model), epoch)) return { kind: 'reset' };
      // A device that is not up to date is not at rest, and asks again.
      if ((await tenant.head()) !== at || now() < nextSumsAt) return null;
      nextSumsAt = now() + sumsEveryMs;
      return { kind: 'sums', at, sums: await readSums(tenant, reader, model) };
    });

  const past = ({ ask, after }: Extract<ClientMessage, { kind: 'past' }>): Promise<void> =>
    answer(async (tenant, reader) => {
      if (!isSame(epochOf(reader, model), epoch)) return { kind: 'reset' };
      return { kind: 'past', ask, ...(await readPast(tenant, reader, model, after, messageSize)) };
    });

  const push = async (message: Extract<ClientMessage, { kind: 'push' }>): Promise<void> => {
    hasPushed = true;
    const changes = correctClock(message.changes, message.now, now());
    const outcomes: Outcome[] = [];
    let { firstNumber } = message;
    for (const part of partsOf(changes)) {
      const result = await authority.push({ sender, firstNumber, changes: part, cursor });
      // It waits where it is, and comes again.
      if (result.kind === 'incomplete') return;
      if (result.kind !== 'judged') {
        if (outcomes.length > 0) send({ kind: 'outcomes', outcomes });
        send(result.kind === 'forked' ? await tellForked(store, sender, cursor) : result);
        return;
      }
      outcomes.push(...result.outcomes);
      firstNumber += part.length;
    }
    send({ kind: 'outcomes', outcomes });
  };

  return {
    async receive(message) {
      const status = authority.closed(sender.tenant);
      if (status !== null) {
        send({ kind: 'closed', status });
        return;
      }
      switch (message.kind) {
        case 'hello':
          if (message.protocol < oldestProtocolVersion) send({ kind: 'upgrade', minimum: oldestProtocolVersion });
          else if ((message.schema ?? 1) > model.schema) send({ kind: 'closed', status: 'older' });
          // Its devices ask again until the tenant is whole.
          else if (!(await store.read(sender.tenant, isIncomplete))) await hello(message);
          break;
        case 'pull':
          cursor = Math.max(cursor, message.after);
          await deltaAfter(message.after);
          break;
        case 'check':
          await check(message);
          break;
        case 'page':
          await page(message);
          break;
        case 'lease': {
          const { ask, counter, count } = message;
          send({ kind: 'leased', ask, counter, ...(await authority.lease(sender, counter, count)) });
          break;
        }
        case 'past':
          await past(message);
          break;
        case 'push':
          await push(message);
          break;
        case 'adopt':
        case 'adopt-changes':
        case 'adopt-end':
          send(await authority.adopt(sender, message));
          break;
        case 'auth':
        case 'looking':
          // Whoever holds the socket has looked at it.
          break;
        default:
          unreachable(message);
      }
    },
    async notice() {
      if (sentUpTo === null || authority.closed(sender.tenant) !== null) return;
      await deltaAfter(sentUpTo);
    },
  };
}

/** Writes that are judged at a stretch, about: nobody else is served meanwhile. */
const writesAtOnce = 500;

/** Changes in their order, as many together as are judged at once; what is empty is one part. */
function partsOf(changes: readonly Change[]): readonly (readonly Change[])[] {
  const parts: Change[][] = [[]];
  let writes = 0;
  for (const change of changes) {
    writes += change.intentions.length;
    if (writes > writesAtOnce && parts.at(-1)?.length !== 0) {
      parts.push([]);
      writes = change.intentions.length;
    }
    parts.at(-1)?.push(change);
  }
  return parts;
}

/** How often a device is told checksums, which cost a look at every row; it asks far less often. */
const sumsEveryMs = 60_000;

const isIncomplete = async (tenant: TenantReader): Promise<boolean> => isBeingAdopted(await tenant.generation());

/** By entity, without those of which everything is shown. */
const hiddenOf = ({ hidden }: Reader): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries([...hidden].flatMap(([entity, fields]) => (fields.size > 0 ? [[entity, [...fields]]] : [])));

const isSame = (a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>> | null): boolean =>
  a === b ||
  (b !== null &&
    Object.keys(a).length === Object.keys(b).length &&
    Object.keys(a).every((name) => a[name] === b[name]));
