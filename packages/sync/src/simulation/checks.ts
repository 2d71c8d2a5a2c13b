import {
  actorOf,
  bookkeeping,
  type ChangeId,
  type EntityRecord,
  elementsOf,
  entityFor,
  jsonEquals,
  sha256Hex,
  upgradeChange,
} from '@satchel/core';
import type { ServerRow } from '../authority/authority-store.ts';
import type { MemoryAuthorityStore } from '../authority/memory-authority-store.ts';
import { labelsOf, nobody, type Reader, readerOf, type ScopeLabel, sees } from '../authority/scope.ts';
import { verifyAudit } from '../authority/verify-audit.ts';
import type { ServerMessage } from '../protocol/messages.ts';
import type { Attention } from '../replica/attention.ts';
import { forgottenCode } from '../replica/keep-forgotten.ts';
import { effectiveRow, overlaysByRecord } from '../replica/overlay.ts';
import { cursorOf } from '../replica/remote.ts';
import { checkForgotten, checkNothingWrittenBack, shownTo } from './check-shown.ts';
import type { Device } from './device.ts';
import type { Made } from './made.ts';
import { usedModel } from './model.ts';
import { tenant } from './server.ts';
import { auditOf } from './versions.ts';
import { violated } from './violation.ts';

/** An eviction names nothing that the device's member could never see. */
export function checkEvictions(store: MemoryAuthorityStore, device: Device, message: ServerMessage): void {
  if (message.kind !== 'delta') return;
  for (const { items } of message.delta.changes) {
    for (const item of items) {
      if (item.kind === 'evict' && !device.everHeld.has(item.id) && !couldSee(store, device.member, item.id)) {
        violated('I-8', `${device.name} was told of ${item.entity} ${item.id}, which its member never could see`);
      }
    }
  }
}

/** By its labels, its teams or its role, at any time. */
function couldSee(store: MemoryAuthorityStore, member: string, id: string): boolean {
  const all = store.tenant(tenant).audit.flatMap(({ writes }) => writes);
  const ofMember = all.filter((write) => write.id === member).map(({ after }) => after);
  const teams = ofMember.flatMap((after) => elementsOf(after['teams']));
  const labels = new Set([`member:${member}`, ...teams.flatMap((team) => [`team:${team}`, `with:${team}`])]);
  const had = all.some((write) => write.id === id && write.scopes.some((label) => labels.has(label)));
  const isKnown = all.some((write) => write.id === id);
  return had || (isKnown && ofMember.some((after) => after['role'] === 'owner' || after['role'] === 'admin'));
}

/** What must hold when every device is online, everything was judged, and nothing is under way. */
export function checkAtRest(store: MemoryAuthorityStore, devices: readonly Device[], made: Made): void {
  checkEveryChangeEnded(store, devices, made);
  checkSequences(store);
  checkAuditGivesRows(store);
  checkRules(store);
  checkLabels(store);
  checkNothingWrittenBack(store.tenant(tenant).audit, made);
  // Revisions that changes were based on count in the generation in which they were made.
  if (!store.tenant(tenant).generation.startsWith('restored')) checkMerges(store, made);
  for (const device of devices) if (!device.isWiped) checkSameRows(store, device);
}

/** Nobody has touched the audit. */
export async function checkAuditIsWhole(store: MemoryAuthorityStore): Promise<void> {
  const { breaks, entries } = await verifyAudit(store, tenant, sha256Hex);
  for (const { kind, at } of breaks) violated('I-9', `the audit is not as it was written: ${kind} at ${at}`);
  if (entries !== store.tenant(tenant).head) violated('I-9', `the audit has ${entries} entries`);
}

/** What was taken out of an outbox was never judged. */
export function checkWithdrawn(store: MemoryAuthorityStore, withdrawn: ReadonlyMap<ChangeId, string>): void {
  const { judged: outcomes } = store.tenant(tenant);
  for (const [id, by] of withdrawn) {
    if (outcomes.has(id)) violated('I-1', `${by} took ${id} out of its outbox, and it was judged`);
  }
}

/** What waits is built upon nothing that was taken out, and is what is shown. */
export function checkBuiltUpon({ name, disk }: Device, withdrawn: ReadonlyMap<ChangeId, string>): void {
  const outbox = disk.outbox();
  const overlays = overlaysByRecord(outbox, { has: () => true });
  for (const { change } of outbox) {
    for (const intention of change.intentions) {
      if (intention.kind !== 'create' && intention.after !== undefined && withdrawn.has(intention.after)) {
        violated('R-2', `${change.id} of ${name} is built upon ${intention.after}, which was taken out`);
      }
    }
    for (const { entity, id } of change.intentions) {
      const shadow = disk.shadow(entity, id);
      const row = disk.record(entity, id);
      const effective = shadow === undefined ? row : effectiveRow(shadow, overlays.get(`${entity}/${id}`) ?? []);
      if (!isSame(row, effective)) violated('R-6', `${name} does not show ${entity} ${id} as what waits makes it`);
    }
  }
}

/** A field that is empty may be named or not. */
function isSame(one: EntityRecord | null, other: EntityRecord | null): boolean {
  if (one === null || other === null) return one === other;
  return Object.keys({ ...one, ...other }).every((name) => jsonEquals(one[name] ?? null, other[name] ?? null));
}

function checkEveryChangeEnded(store: MemoryAuthorityStore, devices: readonly Device[], made: Made): void {
  const { judged: outcomes } = store.tenant(tenant);
  for (const [id, { device: by }] of made) {
    const outcome = outcomes.get(id);
    const device = devices.find(({ name }) => name === by);
    const inAttention = device?.store.attention().filter(({ change }) => change.id === id) ?? [];
    // Its user decides: the copy of the database was older than what the server remembers.
    if (inAttention.some(isForgotten)) continue;
    if (!outcome) violated('I-1', `the change ${id} of ${by} has no outcome`);
    const isRefused = outcome?.kind === 'refused';
    if (device?.isWiped) checkLeftBehind(store, id);
    if (!device || device.isWiped) continue;
    const isSuperseded = outcome?.kind === 'accepted' && outcome.superseded.length > 0;
    if (isSuperseded && !inAttention.some(({ kind }) => kind === 'superseded')) {
      violated('I-1', `nobody told ${by} that fields of ${id} were superseded`);
    }
    if (isRefused !== inAttention.some(({ kind }) => kind === 'refused')) {
      violated(
        'I-1',
        `the change ${id} of ${by} was ${outcome?.kind}, and is ${inAttention.length} times in attention`,
      );
    }
  }
  for (const device of devices) {
    if (!device.isWiped && device.disk.outbox().length > 0) {
      violated('I-1', `${device.name} still has changes in its outbox`);
    }
  }
}

const isForgotten = (attention: Attention): boolean =>
  attention.kind === 'refused' && attention.refusals.some(({ code }) => code === forgottenCode);

/** The device has forgotten it: what was refused since its author had been removed waits at the server for an admin. */
function checkLeftBehind(store: MemoryAuthorityStore, id: ChangeId): void {
  const { judged: outcomes, leftBehind } = store.tenant(tenant);
  const outcome = outcomes.get(id);
  const isLeft = outcome?.kind === 'refused' && outcome.refusals.some(({ code }) => code === 'not-a-member');
  if (isLeft && !leftBehind.has(id)) violated('I-6', `the change ${id} of a removed member is nowhere any more`);
}

function checkSequences(store: MemoryAuthorityStore): void {
  const { audit, head, judged: outcomes } = store.tenant(tenant);
  audit.forEach(({ sequence }, index) => {
    if (sequence !== index + 1) violated('I-2', `sequence ${sequence} at place ${index + 1}`);
  });
  const ids = new Set(audit.map(({ change }) => change.id));
  if (ids.size !== audit.length) violated('I-1', 'a change was accepted twice');
  if (audit.length !== head) violated('I-2', `the head is ${head}, and ${audit.length} changes were accepted`);
  const accepted = [...outcomes.values()].filter(({ kind }) => kind === 'accepted').length;
  if (accepted !== head) violated('I-1', `${accepted} changes are accepted in the ledger, ${head} in the log`);
}

function checkAuditGivesRows(store: MemoryAuthorityStore): void {
  const { rows } = store.tenant(tenant);
  const audit = auditOf(store);
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
    for (const name of Object.keys(entityFor(usedModel, entity).fields)) {
      if (bookkeeping.has(name)) continue;
      if (!jsonEquals(record[name] ?? null, (replay[name] ?? emptyOf(entity, name)) as never)) {
        violated('I-9', `${key}: ${name} is not what the audit gives`);
      }
    }
  }
}

function emptyOf(entity: string, name: string): unknown {
  const kind = entityFor(usedModel, entity).fields[name]?.kind;
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
  if (cursorOf(device.disk) !== head) violated('I-3', `${device.name} is at ${cursorOf(device.disk)} of ${head}`);
  const reader = readerNow(rows, device);
  checkForgotten(rows, device);
  for (const { name: entity } of usedModel.entities) {
    const expected = [...rows.values()].filter((row) => row.entity === entity && sees(reader, entity, row.scopes));
    const held = new Set(device.disk.ids(entity));
    for (const { record } of expected) {
      const own = device.disk.record(entity, record.id);
      if (own === null) violated('I-11', `${device.name} lacks ${entity} ${record.id}`);
      else compare(device, entity, own, shownTo(rows, device, reader, entity, record));
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
  const actor = actorOf(usedModel, rows.get(`member/${member}`)?.record);
  return actor ? readerOf(actor, usedModel) : nobody;
}

/** Labels follow from the rows alone: owners, teams, shares, and what belongs to what. */
function checkLabels(store: MemoryAuthorityStore): void {
  const { rows } = store.tenant(tenant);
  const known = new Map<string, readonly ScopeLabel[]>();
  const shares = [...rows.values()].filter(({ entity }) => entity === 'share').map(({ record }) => record);
  const sharesByTarget = Map.groupBy(shares, (one) => `${one['entity'] as string}/${one['record'] as string}`);
  const labels = (key: string): readonly ScopeLabel[] => {
    const found = known.get(key);
    if (found) return found;
    known.set(key, []);
    const row = rows.get(key);
    if (!row) return [];
    const { visibleWith = [], fields } = entityFor(usedModel, row.entity);
    const parents = visibleWith.flatMap((name) => {
      const field = fields[name];
      const id = row.record[name];
      return field !== undefined && 'target' in field && typeof id === 'string'
        ? [labels(`${field.target}/${id}`)]
        : [];
    });
    const own = labelsOf(
      entityFor(usedModel, row.entity),
      row.record,
      sharesByTarget.get(key) ?? [],
      usedModel,
      parents,
    );
    known.set(key, own);
    return own;
  };
  for (const [key, { scopes }] of rows) {
    if (scopes.join() !== labels(key).join())
      violated('I-8', `${key} has the labels ${scopes.join()}, not ${labels(key).join()}`);
  }
}

/** How much a corrected clock may be wrong: what is tolerated, and what a message may take. */
const clockSlackMs = 10_000;

/** A guarded field is written only by who had seen its value; of two other edits the later one wins, by true time. */
function checkMerges(store: MemoryAuthorityStore, made: Made): void {
  const { judged: outcomes } = store.tenant(tenant);
  const audit = auditOf(store);
  const lastWrite = new Map<
    string,
    { readonly sequence: number; readonly change: ChangeId; readonly device: string }
  >();
  for (const { sequence, change, writes } of audit) {
    const own = made.get(change.id);
    const named = own && upgradeChange(usedModel, own.change);
    for (const { entity, id, kind, after, before } of writes) {
      const intention = named?.intentions.find((one) => one.id === id && one.kind === 'update');
      for (const [name, value] of Object.entries(after)) {
        const key = `${entity}/${id}/${name}`;
        const last = lastWrite.get(key);
        const isNamed = intention?.kind === 'update' && name in intention.fields;
        if (isNamed && last && entityFor(usedModel, entity).fields[name]?.merge === 'guarded' && kind === 'update') {
          const isSeen = last.sequence <= (intention.base ?? 0) || last.device === change.device;
          if (!isSeen && !jsonEquals(before?.[name] ?? null, value)) {
            violated('merge', `${change.id} overwrote ${key}, which its author had not seen`);
          }
        }
        // Whoever edits a record has seen how it was made.
        if (kind !== 'create') lastWrite.set(key, { sequence, change: change.id, device: change.device });
      }
    }
    const outcome = outcomes.get(change.id);
    if (!own || outcome?.kind !== 'accepted') continue;
    for (const { entity, id, field, reason } of outcome.superseded) {
      if (reason === 'team-lost') continue;
      const winner = made.get(lastWrite.get(`${entity}/${id}/${field}`)?.change ?? change.id);
      if (winner && winner.madeAt < own.madeAt - clockSlackMs) {
        violated('merge', `${field} of ${entity} ${id}: an edit of ${winner.madeAt} won over one of ${own.madeAt}`);
      }
    }
  }
}

/** What must hold at every moment: an own edit is seen until the cursor has passed its end. */
export function checkOwnEdits(store: MemoryAuthorityStore, device: Device, made: Made): void {
  if (device.isWiped) return;
  const { judged: outcomes } = store.tenant(tenant);
  const cursor = cursorOf(device.disk);
  // Everything is being loaded: what the cursor had passed before is not known here.
  if (cursor === null) return;
  const forgotten = new Set(device.disk.attention().flatMap((one) => (isForgotten(one) ? [one.change.id] : [])));
  const last = new Map<string, { readonly row: EntityRecord | null; readonly name: string; readonly value: unknown }>();
  for (const { device: by, change, overlays } of made.values()) {
    if (by !== device.name) continue;
    const outcome = outcomes.get(change.id);
    if (outcome?.kind === 'accepted' && outcome.sequence <= cursor) continue;
    for (const { entity, id, kind, fields } of overlays) {
      if (kind === 'create') continue;
      const row = device.disk.record(entity, id);
      for (const [name, value] of Object.entries(fields)) {
        const key = `${entity}/${id}/${name}`;
        // Refused: it may be shown or not, as long as the device was not told.
        if (outcome?.kind === 'refused' || forgotten.has(change.id)) last.delete(key);
        else last.set(key, { row, name, value });
      }
    }
  }
  for (const [key, { row, name, value }] of last) {
    if (row && !jsonEquals(row[name] ?? null, value as never)) {
      violated(
        'I-4',
        `${device.name} shows ${JSON.stringify(row[name])} for its own edit ${JSON.stringify(value)} of ${key}`,
      );
    }
  }
}
