import {
  type Change,
  type ChangeId,
  changeIdFrom,
  coreModel,
  createClock,
  createUuidV7Generator,
  type MemberId,
  type Result,
  recordIdFrom,
  setupIntentions,
} from '@satchel/core';
import type { Session } from '../authority/session.ts';
import { decodeClientFrame, decodeServerFrame, encodeFrame, type FrameProblem } from '../protocol/frame.ts';
import { maxMessageSize } from '../protocol/message-size.ts';
import type { ClientMessage, ServerMessage } from '../protocol/messages.ts';
import { createMemoryReplicaStore } from '../replica/memory-store.ts';
import type { OutboxEntry } from '../replica/overlay.ts';
import { randomChange } from './actions.ts';
import { checkAdopted, workAloneAndConnect } from './adopting.ts';
import { checkNumbers } from './check-numbers.ts';
import {
  checkAtRest,
  checkAuditIsWhole,
  checkBuiltUpon,
  checkEvictions,
  checkOwnEdits,
  checkWithdrawn,
} from './checks.ts';
import { Crash, createDevice, type Device, type Disk, rename, start } from './device.ts';
import { NodeCrash } from './dying-node.ts';
import type { Fault } from './faults.ts';
import type { Made } from './made.ts';
import { type Brought, checkMerged, mayMerge, mergeWorkspace } from './merging.ts';
import { olderModel, usedModel } from './model.ts';
import { seededRandom } from './random.ts';
import { createServer, tenant } from './server.ts';
import { checkVersions, updateApp, updateServer } from './versions.ts';
import { violated } from './violation.ts';
import { type WrittenWords, wordsOf } from './written-words.ts';

export type { Disk } from './device.ts';
export type { WordPlace, WrittenWords } from './written-words.ts';

export interface SimulationOptions {
  readonly seed: number;
  /** How many things happen before everybody comes online. */
  readonly steps: number;
  /** Told of everything that happens, to understand a run that failed. */
  readonly trace?: (event: string) => void;
  /** A mistake that the run is to find. */
  readonly fault?: Fault | null;
  /** Told of each device in the end, with the words that people wrote: by them the bytes on its disk are known again. */
  readonly onRest?: (device: { readonly name: string; readonly disk: Disk }, words: WrittenWords) => void;
  /** Makes the database of a device. Default: in memory. */
  readonly newDisk?: () => Disk;
}

export interface SimulationResult {
  readonly changes: number;
  readonly accepted: number;
  readonly refused: number;
  readonly events: number;
}

interface Connection {
  readonly device: Device;
  readonly node: number;
  readonly session: Session;
  isOpen: boolean;
}

/** Something on its way, and when it arrives. */
interface Flight {
  readonly at: number;
  readonly order: number;
  readonly run: () => Promise<void>;
}

/**
 * Runs devices and a server of one tenant on the real replica and authority, with a network, clocks and people made up
 * from the seed. Throws `Violation` when something that must hold does not.
 */
export async function simulate({
  seed,
  steps,
  trace,
  fault = null,
  onRest,
  newDisk = () => createMemoryReplicaStore(coreModel),
}: SimulationOptions): Promise<SimulationResult> {
  // `trace?.(…)`: only for somebody who listens is it put into words.
  const random = seededRandom(seed);
  let nowMs = Date.UTC(2026, 0, 1);
  const now = (): number => nowMs;
  let flights: Flight[] = [];
  let order = 0;
  const connections = new Map<string, Connection>();
  const made: Made = new Map();
  let isCalm = false;

  const later = (delayMs: number, run: () => Promise<void>): void => {
    order += 1;
    flights.push({ at: nowMs + delayMs, order, run });
  };
  /** How messages travel: late, twice, in another order, or not at all. */
  const travel = (connection: Connection, run: () => Promise<void>): void => {
    const deliver = async (): Promise<void> => {
      if (!connection.isOpen) return;
      await run().catch((error: unknown) => {
        if (!(error instanceof NodeCrash)) throw error;
        crash(connection.node);
      });
    };
    if (!isCalm && random.chance(0.05)) return;
    later(20 * (1 + random.below(10)), deliver);
    if (!isCalm && random.chance(0.05)) later(1 + random.below(2000), deliver);
  };
  const hint = (): void => {
    for (const connection of connections.values()) {
      if (connection.isOpen && random.chance(0.9)) travel(connection, () => connection.session.notice());
    }
  };
  let isFounded = false;
  const stepsToLive = (): number | null => (isFounded && !isCalm && random.chance(0.02) ? random.below(15) : null);
  const nodes = 1 + random.below(3);
  // Small ones, so that loads are of many pages and are changed and cut between them.
  const pageRows = random.pick([2, 5, 20, 2000]) ?? 2000;
  // Some run through an update of everything that is installed.
  const isUpdated = random.chance(0.2);
  const firstModel = isUpdated ? olderModel : usedModel;
  // Some have small frames, so that many messages are cut.
  const frameSize = seed % 16 === 4 ? smallFrame : maxMessageSize;
  const messageSize = fault?.messageSize ?? frameSize;
  const server = createServer({
    model: firstModel,
    nodes,
    messageSize,
    pageRows,
    now,
    onAccepted: hint,
    fault,
    stepsToLive,
  });

  const newServerId = createUuidV7Generator({ now, random: (size) => random.bytes(size) });
  const memberIds: MemberId[] = Array.from({ length: 2 + random.below(3) }, () => recordIdFrom(newServerId()));
  const [founder] = memberIds;
  if (!founder) throw new Error('Nobody founds the workspace.');
  const devices = Array.from({ length: 2 + random.below(7) }, (_, index) => {
    const member = index === 0 ? founder : (random.pick(memberIds) ?? founder);
    const skewMs = random.chance(0.3) ? (random.below(9) - 4) * 200 * 24 * 3600 * 1000 : random.below(5000) - 2500;
    return createDevice(`device ${index + 1}`, member, random, now, skewMs, fault, newDisk(), firstModel, messageSize);
  });
  const [first] = devices;
  if (!first) throw new Error('Nobody founds the workspace.');
  first.isMadeAlone = random.chance(0.2);
  await found(first, memberIds, random.bytes, now, async (change) => {
    if (!first.isMadeAlone) await server.found(first, change);
    else if (!first.replica.commit(change.intentions, change.cause ? { cause: change.cause } : {}).ok) {
      throw new Error('The first change was refused.');
    }
  });
  isFounded = true;

  const connect = (device: Device): void => {
    disconnect(device);
    const node = random.below(nodes);
    const connection: Connection = {
      device,
      node,
      isOpen: true,
      session: server.open(device, node, (message) => sendDown(message)),
    };
    const sendDown = (message: ServerMessage): void => {
      trace?.(`server → ${device.name}: ${JSON.stringify(message)}`);
      const copy = fault?.down
        ? fault.down(arrived(decodeServerFrame, message, frameSize))
        : arrived(decodeServerFrame, message, frameSize);
      if (copy === null) return;
      travel(connection, async () => {
        checkEvictions(server.store, device, copy);
        if (!isCalm && random.chance(0.01)) device.writesLeft = random.below(12);
        living(device, () => device.client.receive(copy));
      });
    };
    connections.set(device.name, connection);
    living(device, () =>
      device.client.open((message: ClientMessage) => {
        trace?.(`${device.name} → server: ${JSON.stringify(message)}`);
        const copy = fault?.up
          ? fault.up(arrived(decodeClientFrame, message, frameSize), nowMs)
          : arrived(decodeClientFrame, message, frameSize);
        if (copy === null) return;
        travel(connection, () => connection.session.receive(copy));
      }),
    );
  };
  const crash = (node: number): void => {
    trace?.(`node ${node} ended`);
    server.restart(node);
    for (const connection of connections.values()) if (connection.node === node) disconnect(connection.device);
  };
  const disconnect = (device: Device): void => {
    const old = connections.get(device.name);
    if (old) old.isOpen = false;
    connections.delete(device.name);
    device.client.close();
  };
  const restart = (device: Device): void => {
    trace?.(`${device.name} starts`);
    disconnect(device);
    start(device, () => nowMs + device.clockOffsetMs);
  };
  /** Does something that may end the app; it is then started again. */
  const living = (device: Device, work: () => void): void => {
    try {
      work();
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      restart(device);
    }
  };
  const act = async (device: Device): Promise<void> => {
    if (device.isWiped) return;
    const before = device.disk.outbox();
    if (random.chance(0.08)) await takeBack(device);
    else {
      // What is thought of first may not be there to be changed.
      const intentions = randomChange(device, random) ?? randomChange(device, random) ?? randomChange(device, random);
      if (!intentions) return;
      if (random.chance(0.03)) device.writesLeft = random.below(12);
      living(device, () => {
        device.replica.commit(intentions);
      });
    }
    noteMade(device, before);
    living(device, () => device.client.noticeCommit());
  };
  /** What a person did is to have an end; what was taken out of the outbox is to have none. */
  const noteMade = (device: Device, before: readonly OutboxEntry[]): void => {
    const outbox = device.disk.outbox();
    const ids = new Set(outbox.map(({ change }) => change.id));
    for (const { change, overlays } of outbox) {
      if (made.has(change.id)) continue;
      made.set(change.id, { device: device.name, change, overlays, madeAt: nowMs });
      trace?.(`${device.name} makes ${JSON.stringify(change)}`);
    }
    for (const { change } of before) {
      if (ids.has(change.id)) continue;
      trace?.(`${device.name} takes ${change.id} out of its outbox`);
      made.delete(change.id);
      // An older copy of a database does not know what was sent after it.
      if (!olderCopies.has(device.name)) withdrawn.set(change.id, device.name);
    }
    checkBuiltUpon(device, withdrawn);
  };
  const withdrawn = new Map<ChangeId, string>();
  const olderCopies = new Set<string>();
  /** Takes back something that was done on the device, an undo as well. */
  const takeBack = async (device: Device): Promise<void> => {
    const recent = device.store.steps(device.member, 6).map(({ id }) => id);
    const step = random.pick(lastUndone.has(device.name) ? [...recent, lastUndone.get(device.name)] : recent);
    if (step === undefined) return;
    if (random.chance(0.1)) device.writesLeft = random.below(12);
    try {
      const undone = await device.replica.undo(step);
      trace?.(`${device.name} takes back ${step}: ${undone.ok ? undone.value.id : 'refused'}`);
      if (undone.ok) lastUndone.set(device.name, undone.value.id);
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      restart(device);
    }
  };
  const lastUndone = new Map<string, string>();

  const copies = new Map<string, () => void>();
  /** Its name stands in the database, too. */
  const copyOf = (device: Device): (() => void) => {
    const [restore, tag] = [device.disk.backup(), device.tag];
    return () => {
      restore();
      device.tag = tag;
    };
  };
  /** Somebody puts back an older copy of the database file; what was made since is gone with it. */
  const restoreDevice = (device: Device): void => {
    const restore = copies.get(device.name);
    if (!restore || device.isWiped) return;
    const before = new Set(made.keys());
    restore();
    hasRestored = true;
    olderCopies.add(device.name);
    trace?.(`${device.name} restored an older database`);
    const kept = new Set(device.disk.outbox().map(({ change }) => change.id));
    for (const id of before) if (made.get(id)?.device === device.name && !kept.has(id)) made.delete(id);
    restart(device);
    // It may have what was taken out since, or what a restored server had made forget; in the order in which it was made.
    for (const { change, overlays } of device.disk.outbox()) {
      withdrawn.delete(change.id);
      const known = made.get(change.id) ?? { device: device.name, change, overlays, madeAt: nowMs };
      made.delete(change.id);
      made.set(change.id, known);
    }
  };
  let serverCopy = server.store.backup();
  /** The server's database is put back; what it had accepted since is gone, but for what devices still hold. */
  const restoreServer = (): void => {
    for (const device of devices) disconnect(device);
    flights = [];
    generations += 1;
    hasRestored = true;
    trace?.('the server was restored');
    serverCopy(`restored ${generations}`);
    const { judged: outcomes } = server.store.tenant(tenant);
    for (const [id, { device: by }] of made) {
      const holder = devices.find(({ name }) => name === by);
      const isHeld = holder?.isWiped === false && holder.disk.outbox().some(({ change }) => change.id === id);
      if (!outcomes.has(id) && !isHeld) made.delete(id);
    }
  };
  /** A row is not there any more, and nobody knows. */
  const loseRow = (device: Device): void => {
    if (device.isWiped) return;
    const entity = random.pick(['company', 'contact', 'deal', 'note', 'stage']) ?? 'deal';
    const ids = device.disk.ids(entity).filter((id) => device.disk.shadow(entity, id) === undefined);
    const id = random.pick(ids.toSorted());
    if (id === undefined) return;
    trace?.(`${device.name} loses ${entity} ${id}`);
    device.disk.transaction(() =>
      device.disk.putRows([{ entity, id, before: device.disk.record(entity, id), after: null }]),
    );
  };
  let generations = 0;
  let hasRestored = false;
  let events = 0;
  const runFlights = async (until: number): Promise<void> => {
    for (;;) {
      const due = flights.filter(({ at }) => at <= until).toSorted((a, b) => a.at - b.at || a.order - b.order);
      const [next] = due;
      if (!next) break;
      nowMs = Math.max(nowMs, next.at);
      // What arrives at the same moment is worked on at the same time.
      const together = due.filter(({ at }) => at === next.at);
      flights = flights.filter((flight) => !together.includes(flight));
      await Promise.all(together.map(({ run }) => run()));
      events += together.length;
      for (const device of devices) {
        if (device.isForked) {
          device.isForked = false;
          rename(device, random);
          olderCopies.delete(device.name);
          restart(device);
        }
        checkOwnEdits(server.store, device, made);
      }
    }
    nowMs = Math.max(nowMs, until);
  };

  const world = {
    random,
    deviceNow: () => nowMs + first.clockOffsetMs,
    act,
    connect,
    disconnect,
    restart,
    pass: async (ms: number) => {
      await runFlights(nowMs + ms);
      living(first, () => first.client.tick());
    },
    setCalm: (calm: boolean) => {
      isCalm = calm;
    },
    trace: (event: string) => trace?.(event),
  };
  const history = first.isMadeAlone ? await workAloneAndConnect(first, world) : [];
  checkAdopted(server.store, history);
  serverCopy = server.store.backup();

  const updateEverything = (): void => {
    trace?.('the server is updated');
    for (const device of devices) disconnect(device);
    flights = [];
    updateServer(server);
    serverCopy = server.store.backup();
  };
  /** An app is updated when the server has asked for it, or by itself. */
  const updateDevice = (device: Device): void => {
    if (device.isWiped || device.model === usedModel) return;
    trace?.(`${device.name} is updated`);
    updateApp(device, made);
    restart(device);
  };
  const updateAt = isUpdated ? Math.floor(steps * (0.2 + 0.6 * random.next())) : steps;

  for (let step = 0; step < steps; step++) {
    if (step === updateAt) updateEverything();
    for (const one of devices) {
      if (step > updateAt && random.chance(one.isOutdated ? 0.2 : 0.01)) updateDevice(one);
    }
    const device = random.pick(devices);
    if (!device) break;
    const what = random.below(100);
    if (what < 55) await act(device);
    else if (what < 70) connect(device);
    else if (what < 78) disconnect(device);
    else if (what < 82) restart(device);
    else if (what < 83) copies.set(device.name, copyOf(device));
    else if (what < 84) restoreDevice(device);
    else if (what < 85 && random.chance(0.2)) restoreServer();
    else if (what < 87) {
      const { head } = server.store.tenant(tenant);
      void server.store.compact(tenant, Math.max(0, head - random.below(10)));
    } else await runFlights(nowMs + random.below(3000));
    if (random.chance(0.01)) loseRow(device);
    if (random.chance(0.02)) serverCopy = server.store.backup();
    checkOwnEdits(server.store, device, made);
    for (const one of devices) living(one, () => one.client.tick());
  }

  if (isUpdated && updateAt >= steps) updateEverything();
  isCalm = true;
  let brought: readonly Brought[] = [];
  const merging = seed % 6 === 1 ? devices.find(mayMerge) : undefined;
  for (let round = 0; round < 12; round++) {
    if (round === 5 && merging && mayMerge(merging)) {
      const before = merging.disk.outbox();
      brought = await mergeWorkspace(merging, seededRandom(seed + 7), now, fault, restart);
      noteMade(merging, before);
      trace?.(`${merging.name} merged a workspace of ${brought.length} records`);
    }
    // When nothing else would bring it back.
    if (round === 4) for (const device of devices) loseRow(device);
    for (const device of devices) if (device.isOutdated) updateDevice(device);
    for (const device of devices) if (!device.isWiped && !connections.has(device.name)) connect(device);
    await runFlights(nowMs + 20_000);
    for (const device of devices) living(device, () => device.client.tick());
    for (const connection of connections.values()) if (connection.isOpen) await connection.session.notice();
    await runFlights(nowMs + 20_000);
  }
  checkWithdrawn(server.store, withdrawn);
  checkVersions(server.store);
  checkAtRest(server.store, devices, made);
  await checkAuditIsWhole(server.store);
  if (merging) checkMerged(server.store, merging, brought);
  const words = wordsOf(server.store.tenant(tenant).audit);
  for (const device of devices) if (!device.isWiped) onRest?.(device, words);
  const mergedIds = new Set(brought.map(({ id }) => id));
  checkNumbers([...server.store.tenant(tenant).rows.values()], hasRestored, mergedIds);
  const outcomes = [...server.store.tenant(tenant).judged.values()];
  return {
    changes: made.size,
    accepted: outcomes.filter(({ kind }) => kind === 'accepted').length,
    refused: outcomes.filter(({ kind }) => kind === 'refused').length,
    events,
  };
}

/** The workspace's first members, with roles that rules can differ by. */
async function found(
  first: Device,
  members: readonly MemberId[],
  bytes: (size: number) => Uint8Array,
  now: () => number,
  keep: (change: Change) => Promise<void>,
): Promise<void> {
  const [founder] = members;
  if (!founder) throw new Error('Nobody founds the workspace.');
  const clock = createClock({ device: first.tag, now });
  const newId = createUuidV7Generator({ now, random: bytes });
  const roleOf = ['owner', 'admin', 'manager', 'member'];
  const teams = [recordIdFrom(newId()), recordIdFrom(newId())];
  const others = [
    ...teams.map((id, index) => ({ kind: 'create' as const, entity: 'team', id, fields: { name: `Team ${index}` } })),
    ...members.slice(1).map((id, index) => ({
      kind: 'create' as const,
      entity: 'member',
      id,
      fields: {
        name: `Member ${index + 2}`,
        role: roleOf[(index + 1) % 4] ?? 'member',
        teams: teams.slice(0, (index + 1) % 3),
      },
    })),
  ];
  await keep({
    id: changeIdFrom(newId()),
    actor: founder,
    device: first.tag,
    at: clock.tick(),
    cause: { kind: 'setup', group: newId() },
    intentions: [
      ...setupIntentions({ id: founder, name: 'Founder' }, () => recordIdFrom(newId())),
      ...others,
      {
        kind: 'create',
        entity: 'assignmentRule',
        id: recordIdFrom(newId()),
        fields: { name: 'Everybody', members: [...members] },
      },
    ],
  });
}

/** As it comes out of the other end of a wire. */
/** A message after its way through a frame, as the other side reads it. */
function arrived<Message extends ClientMessage | ServerMessage>(
  decode: (bytes: Uint8Array) => Result<Message, FrameProblem>,
  message: Message,
  frameSize: number,
): Message {
  const bytes = encodeFrame(message);
  // The same room that real frames leave: one change or record is never cut.
  if (bytes.length > 2 * frameSize && unitsIn(message) > 1) {
    violated('R-13', `a ${message.kind} of ${bytes.length} bytes does not go through a frame`);
  }
  const read = decode(bytes);
  if (!read.ok) throw new Error(`A ${message.kind} does not go through a frame: ${read.error.detail}`);
  return read.value;
}

const smallFrame = 1000;

/** What a message may be cut between. */
function unitsIn(message: ClientMessage | ServerMessage): number {
  if (message.kind === 'push' || message.kind === 'past') return 'changes' in message ? message.changes.length : 0;
  if (message.kind === 'delta') return message.delta.changes.length;
  return message.kind === 'page' && 'page' in message ? message.page.records.length : 0;
}
