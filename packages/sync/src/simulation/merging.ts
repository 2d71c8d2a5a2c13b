import { actorOf, coreModel, may, type RecordId, recordIdFrom, setupIntentions } from '@satchel/core';
import type { MemoryAuthorityStore } from '../authority/memory-authority-store.ts';
import { maxMessageSize } from '../protocol/message-size.ts';
import { applyMerge, type Merged } from '../replica/apply-merge.ts';
import { createMemoryReplicaStore } from '../replica/memory-store.ts';
import { mergeKey, newIdOf } from '../replica/merge-map.ts';
import { planMerge } from '../replica/plan-merge.ts';
import { randomChange } from './actions.ts';
import { Crash, createDevice, type Device } from './device.ts';
import type { Fault } from './faults.ts';
import { usedModel } from './model.ts';
import type { SeededRandom } from './random.ts';
import { tenant } from './server.ts';
import { violated } from './violation.ts';

/** A record of a workspace that was made alone, which the tenant is to have. */
export interface Brought {
  readonly entity: string;
  readonly id: RecordId;
}

/** Whoever works on the device may bring another workspace along. */
export const mayMerge = ({ isWiped, isOutdated, model, disk, member }: Device): boolean => {
  const actor = actorOf(usedModel, disk.record('member', member));
  return !isWiped && !isOutdated && model === usedModel && actor !== null && may(actor, 'members.manage');
};

/** Somebody made a workspace alone, and makes it part of the one of a device; the app may end meanwhile. */
export async function mergeWorkspace(
  device: Device,
  random: SeededRandom,
  now: () => number,
  fault: Fault | null,
  restart: (device: Device) => void,
): Promise<readonly Brought[]> {
  const alone = workAlone(random, now);
  const sides = () => ({
    source: fault?.mergeSource?.(alone.store) ?? alone.store,
    target: fault?.mergeTarget?.(device.store) ?? device.store,
    model: usedModel,
    me: { source: alone.member, target: device.member },
  });
  // What is there is looked at as it is.
  const seen = { ...sides(), source: alone.store, target: device.store };
  const choices = Object.fromEntries(
    planMerge(seen).pairs.flatMap(({ id, to }) => (random.chance(0.5) ? [[id, { to, ours: [] }]] : [])),
  );
  const { map } = planMerge(seen, choices);
  if (random.chance(0.5)) device.writesLeft = random.below(30);
  let merged: Merged | null = null;
  while (merged === null) {
    try {
      merged = await applyMerge({ ...sides(), replica: device.replica, newId: device.newId, label: 'Merged' }, choices);
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      restart(device);
    }
  }
  device.writesLeft = null;
  const refused = new Set(merged.refused.map(({ entity, id }) => mergeKey(entity, id)));
  return usedModel.entities.flatMap(({ name: entity }) =>
    alone.disk.ids(entity).flatMap((id) => {
      const isLive = alone.disk.record(entity, id)?.deletedAt === null;
      const to = newIdOf(id);
      return isLive && !map.has(mergeKey(entity, id)) && !refused.has(mergeKey(entity, to)) ? [{ entity, id: to }] : [];
    }),
  );
}

function workAlone(random: SeededRandom, now: () => number): Device {
  const disk = createMemoryReplicaStore(coreModel);
  const member = recordIdFrom(`01890000-0000-7000-8000-${String(random.below(1e9)).padStart(12, '0')}`);
  const device = createDevice('alone', member, random, now, 0, null, disk, usedModel, maxMessageSize);
  device.isMadeAlone = true;
  device.replica.commit(setupIntentions({ id: member, name: 'Alone' }, device.newId), {
    cause: { kind: 'setup', group: device.newId() },
  });
  for (let step = 0; step < 40; step++) {
    const intentions = randomChange(device, random);
    if (intentions) device.replica.commit(intentions);
  }
  return device;
}

/** All of it is there, or its device tells why it is not; and what was there already is there once. */
export function checkMerged(store: MemoryAuthorityStore, device: Device, brought: readonly Brought[]): void {
  const { rows } = store.tenant(tenant);
  const told = new Set(
    device.store.attention().flatMap(({ change }) => change.intentions.map(({ entity, id }) => mergeKey(entity, id))),
  );
  for (const { entity, id } of brought) {
    const key = mergeKey(entity, id);
    if (!device.isWiped && !rows.has(key) && !told.has(key)) violated('R-23', `${key} was left behind by a merge`);
  }
  const keys = [...rows.values()].flatMap(({ entity, record }) =>
    entity === 'pipeline' && record.deletedAt === null && typeof record['key'] === 'string' ? [record['key']] : [],
  );
  if (new Set(keys).size < keys.length) violated('R-23', `there are pipelines twice: ${keys.join()}`);
}
