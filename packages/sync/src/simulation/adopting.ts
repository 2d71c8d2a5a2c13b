import type { MemoryAuthorityStore } from '../authority/memory-authority-store.ts';
import { adoptionOf, isConnected } from '../replica/adoption.ts';
import { beginAdoption } from '../replica/begin-adoption.ts';
import type { JournalEntry } from '../replica/replica-store.ts';
import { Crash, type Device } from './device.ts';
import type { SeededRandom } from './random.ts';
import { tenant } from './server.ts';
import { violated } from './violation.ts';

/** What a workspace that is made alone lives through, besides what its user does. */
export interface AloneWorld {
  readonly random: SeededRandom;
  readonly deviceNow: () => number;
  readonly act: (device: Device) => Promise<void>;
  readonly connect: (device: Device) => void;
  readonly disconnect: (device: Device) => void;
  readonly restart: (device: Device) => void;
  readonly pass: (ms: number) => Promise<void>;
  /** From now on nothing is lost any more, or again. */
  readonly setCalm: (isCalm: boolean) => void;
  readonly trace: (event: string) => void;
}

/** Somebody works alone, then connects the workspace, and works on while it goes up. Gives its history until then. */
export async function workAloneAndConnect(device: Device, world: AloneWorld): Promise<readonly JournalEntry[]> {
  const { random } = world;
  const stepsAlone = 5 + random.below(40);
  for (let step = 0; step < stepsAlone; step++) {
    if (random.chance(0.05)) world.restart(device);
    else await world.act(device);
  }
  while (!isConnected(device.disk)) {
    if (random.chance(0.3)) device.writesLeft = random.below(12);
    await begin(device, world);
  }
  const upTo = adoptionOf(device.disk)?.upTo ?? 0;
  const history = [...device.disk.journal(0)].filter(({ sequence }) => sequence <= upTo);
  world.trace(`${device.name} connects a workspace of ${history.length} changes`);
  for (let step = 0; adoptionOf(device.disk) !== null; step++) {
    if (step === 150) world.setCalm(true);
    if (step > 400) violated('R-18', `${device.name} does not come to an end with its adoption`);
    const what = random.below(100);
    if (what < 20) await world.act(device);
    else if (what < 40) world.connect(device);
    else if (what < 45) world.disconnect(device);
    else if (what < 50) world.restart(device);
    else await world.pass(random.below(step < 150 ? 3000 : 20_000));
  }
  world.setCalm(false);
  return history;
}

async function begin(device: Device, { restart, deviceNow }: AloneWorld): Promise<void> {
  try {
    const begun = await beginAdoption({
      store: device.store,
      model: device.model,
      replica: device.replica,
      member: device.member,
      device: device.tag,
      now: deviceNow,
      newId: device.newId,
    });
    if (!begun.ok) violated('R-18', `${device.name} cannot connect its workspace`);
    device.writesLeft = null;
  } catch (error) {
    if (!(error instanceof Crash)) throw error;
    restart(device);
  }
}

/** The server tells what the workspace told before it was connected, and nothing followed from it. */
export function checkAdopted(store: MemoryAuthorityStore, history: readonly JournalEntry[]): void {
  const { audit, events } = store.tenant(tenant);
  for (const { sequence, change, ms, writes } of history) {
    const entry = audit[sequence - 1];
    // Who may see what is the server's matter alone.
    const told = entry?.writes.flatMap(({ entity, id, kind, before, after, isConsequence }) =>
      kind === 'scope' ? [] : [{ entity, id, kind, before, after, isConsequence }],
    );
    const { schema: _, ...head } = entry?.change ?? {};
    const theirs = JSON.stringify([head, entry?.acceptedAt, told?.toSorted(byId)]);
    const ours = JSON.stringify([change, ms, writes.toSorted(byId)]);
    if (theirs !== ours)
      violated('R-18', `change ${sequence} went up as ${theirs.slice(0, 500)}, and was ${ours.slice(0, 500)}`);
  }
  const last = history.at(-1)?.sequence ?? 0;
  if (events.some(({ sequence }) => sequence <= last)) violated('R-18', 'something happened anew when it was adopted');
}

const byId = (a: { readonly id: string }, b: { readonly id: string }): number => (a.id < b.id ? -1 : 1);
