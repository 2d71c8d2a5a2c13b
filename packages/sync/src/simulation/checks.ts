import { type ChangeId, coreModel, type EntityRecord, entityFor, grantsByRole, jsonEquals, roles } from '@satchel/core';
import type { ServerRow } from '../authority/authority-store.ts';
import type { MemoryAuthorityStore } from '../authority/memory-authority-store.ts';
import { nobody, type Reader, readerOf, sees } from '../authority/scope.ts';
import { cursorOf } from '../replica/remote.ts';
import type { Device } from './device.ts';
import { tenant } from './server.ts';

/** An invariant that does not hold; the number is that of SPEC.md. */
export class Violation extends Error {
  override readonly name = 'Violation';
}

const violated = (invariant: string, what: string): never => {
  throw new Violation(`${invariant}: ${what}`);
};

/** What must hold when every device is online, everything was judged, and nothing is under way. */
export function checkAtRest(
  store: MemoryAuthorityStore,
  devices: readonly Device[],
  made: ReadonlyMap<ChangeId, string>,
): void {
  checkEveryChangeEnded(store, devices, made);
  checkSequences(store);
  checkAuditGivesRows(store);
  checkRules(store);
  for (const device of devices) if (!device.isWiped) checkSameRows(store, device);
}

function checkEveryChangeEnded(
  store: MemoryAuthorityStore,
  devices: readonly Device[],
  made: ReadonlyMap<ChangeId, string>,
): void {
  const { outcomes } = store.tenant(tenant);
  for (const [id, by] of made) {
    const outcome = outcomes.get(id);
    const device = devices.find(({ name }) => name === by);
    if (!outcome) violated('I-1', `the change ${id} of ${by} has no outcome`);
    const inAttention = device?.store.attention().filter(({ change }) => change.id === id) ?? [];
    const isRefused = outcome?.kind === 'refused';
    if (device && !device.isWiped && isRefused !== inAttention.some(({ kind }) => kind === 'refused')) {
      violated(
        'I-1',
        `the change ${id} of ${by} was ${outcome?.kind}, and is ${inAttention.length} times in attention`,
      );
    }
  }
  for (const device of devices) {
    if (!device.isWiped && device.store.outbox().length > 0) {
      violated('I-1', `${device.name} still has changes in its outbox`);
    }
  }
}

function checkSequences(store: MemoryAuthorityStore): void {
  const { audit, head, outcomes } = store.tenant(tenant);
  audit.forEach(({ sequence }, index) => {
    if (sequence !== index + 1) violated('I-2', `sequence ${sequence} at place ${index + 1}`);
  });
  if (audit.length !== head) violated('I-2', `the head is ${head}, and ${audit.length} changes were accepted`);
  const accepted = [...outcomes.values()].filter(({ kind }) => kind === 'accepted').length;
  if (accepted !== head) violated('I-1', `${accepted} changes are accepted in the ledger, ${head} in the log`);
}

function checkAuditGivesRows(store: MemoryAuthorityStore): void {
  const { audit, rows } = store.tenant(tenant);
  const replayed = new Map<string, Record<string, unknown>>();
  for (const { writes } of audit) {
    for (const { entity, id, before, after } of writes) {
      const row = replayed.get(`${entity}/${id}`) ?? {};
      for (const [name, value] of Object.entries(before ?? {})) {
        if (!jsonEquals(value, (row[name] ?? emptyOf(entity, name)) as never)) {
          violated('I-9', `${entity} ${id}: ${name} was not what the audit says it was before`);
        }
      }
      replayed.set(`${entity}/${id}`, { ...row, ...after });
    }
  }
  for (const [key, { entity, record }] of rows) {
    const replay = replayed.get(key) ?? {};
    for (const name of Object.keys(entityFor(coreModel, entity).fields)) {
      if (bookkeeping.has(name)) continue;
      if (!jsonEquals(record[name] ?? null, (replay[name] ?? emptyOf(entity, name)) as never)) {
        violated('I-9', `${key}: ${name} is not what the audit gives`);
      }
    }
  }
}

const bookkeeping: ReadonlySet<string> = new Set(['createdAt', 'createdBy', 'updatedAt', 'updatedBy']);

function emptyOf(entity: string, name: string): unknown {
  const kind = entityFor(coreModel, entity).fields[name]?.kind;
  return kind === 'references' || kind === 'emails' || kind === 'phones' ? [] : null;
}

function checkRules(store: MemoryAuthorityStore): void {
  const { rows } = store.tenant(tenant);
  const live = [...rows.values()].filter(({ record }) => record.deletedAt === null);
  const owners = live.filter(
    ({ entity, record }) => entity === 'member' && record['role'] === 'owner' && record['isActive'] === true,
  );
  if (owners.length === 0) violated('I-7', 'the workspace has no owner');
  for (const { entity, record } of live) {
    if (entity !== 'deal') continue;
    const amount = record['amount'] as { readonly minor: number } | null;
    if (record['status'] === 'won' && (amount?.minor ?? 0) <= 0) violated('I-7', `${record.id} is won without amount`);
  }
}

/** A device holds exactly what its member may see, as the server has it. */
function checkSameRows(store: MemoryAuthorityStore, device: Device): void {
  const { rows, head } = store.tenant(tenant);
  if (cursorOf(device.store) !== head) violated('I-3', `${device.name} is at ${cursorOf(device.store)} of ${head}`);
  const reader = readerNow(rows, device);
  for (const { name: entity } of coreModel.entities) {
    const expected = [...rows.values()].filter((row) => row.entity === entity && sees(reader, entity, row.scopes));
    const held = new Set(device.store.ids(entity));
    for (const { record } of expected) {
      const own = device.store.record(entity, record.id);
      if (own === null) violated('I-11', `${device.name} lacks ${entity} ${record.id}`);
      else compare(device, entity, own, record);
      held.delete(record.id);
    }
    for (const id of held) violated('I-8', `${device.name} holds ${entity} ${id} that its member may not see`);
  }
}

function compare(device: Device, entity: string, own: EntityRecord, theirs: EntityRecord): void {
  const names = new Set([...Object.keys(own), ...Object.keys(theirs)]);
  for (const name of names) {
    if (!jsonEquals(own[name] ?? null, theirs[name] ?? null)) {
      violated(
        'I-11',
        `${device.name} has ${entity} ${own.id} with ${name} ${JSON.stringify(own[name])}, the server ${JSON.stringify(theirs[name])}`,
      );
    }
  }
}

function readerNow(rows: ReadonlyMap<string, ServerRow>, { member }: Device): Reader {
  const record = rows.get(`member/${member}`)?.record;
  const role = roles.find((one) => one === record?.['role']);
  if (!record || record.deletedAt !== null || record['isActive'] === false || !role) return nobody;
  return readerOf({ member, grants: grantsByRole[role] }, coreModel);
}

/** What must hold at every moment: a user's own edit that was not refused is seen. */
export function checkOwnEdits(device: Device): void {
  const last = new Map<string, { readonly key: string; readonly name: string; readonly value: unknown }>();
  for (const { overlays } of device.store.outbox()) {
    for (const { entity, id, kind, fields } of overlays) {
      if (kind === 'create') continue;
      for (const [name, value] of Object.entries(fields)) {
        last.set(`${entity}/${id}/${name}`, { key: `${entity}/${id}`, name, value });
      }
    }
  }
  for (const { key, name, value } of last.values()) {
    const [entity = '', id = ''] = key.split('/');
    const row = device.store.record(entity, id as EntityRecord['id']);
    if (row && !jsonEquals(row[name] ?? null, value as never)) {
      violated('I-4', `${device.name} does not show its own edit of ${key}.${name}`);
    }
  }
}
