import { type Model, schemaOf } from '@satchel/core';
import { entryOf } from '../authority/audit-chain.ts';
import type { LogEntry } from '../authority/authority-store.ts';
import type { MemoryAuthorityStore } from '../authority/memory-authority-store.ts';
import { upgradeEntry, upgradeServerRow } from '../authority/upgrade-rows.ts';
import { upgradeOverlay } from '../replica/upgrade-replica.ts';
import type { Device } from './device.ts';
import type { Made } from './made.ts';
import { usedModel } from './model.ts';
import { type Server, tenant } from './server.ts';
import { violated } from './violation.ts';

/** The server's database and program become those of now; whoever was connected is not any more. */
export function updateServer(server: Server): void {
  server.store.migrate(tenant, (row) => upgradeServerRow(usedModel, row, 1));
  server.update(usedModel);
}

/** The device's app becomes that of now; it is to be started. What its user did is called as it is now. */
export function updateApp(device: Device, made: Made): void {
  device.model = usedModel;
  device.isOutdated = false;
  for (const [id, one] of made) {
    if (one.device !== device.name) continue;
    const from = schemaOf(one.change);
    made.set(id, { ...one, overlays: one.overlays.map((overlay) => upgradeOverlay(usedModel, overlay, from)) });
  }
}

/** The audit as it is kept, read as it is now. */
export const auditOf = (store: MemoryAuthorityStore, model: Model = usedModel): readonly LogEntry[] =>
  store.tenant(tenant).sealed.map(({ sequence, text }) => upgradeEntry(model, entryOf(sequence, text)));

/** Nothing is refused for being called as it was when it was made. */
export function checkVersions(store: MemoryAuthorityStore): void {
  for (const outcome of store.tenant(tenant).judged.values()) {
    if (outcome.kind === 'refused' && outcome.refusals.some(({ code }) => code === 'field-unknown')) {
      violated('R-19', `${outcome.change} was refused for a field that was renamed since`);
    }
  }
}
