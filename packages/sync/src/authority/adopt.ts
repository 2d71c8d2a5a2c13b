import {
  type Change,
  type ChangeId,
  changeIdFrom,
  type EntityRecord,
  emptyValue,
  entityFor,
  type FieldValue,
  isCustomName,
  type JsonObject,
  type Model,
  type RecordId,
  recordIdFrom,
  serialCounters,
  serialNumber,
  type Write,
} from '@satchel/core';
import type { ClientMessage, ServerMessage } from '../protocol/messages.ts';
import type { HeldRefusal } from '../protocol/outcome.ts';
import { adoptedGeneration, adoptingGeneration } from './adopted-generation.ts';
import type { AuthorityOptions } from './authority-options.ts';
import { type Acceptance, StoreRefused, type TenantTransaction } from './authority-store.ts';
import { entryAt } from './entry-at.ts';
import { judgeTenant } from './judge-tenant.ts';
import { keptFor } from './outcomes.ts';
import type { Sender } from './push.ts';
import { label } from './relabel.ts';
import { createTenantView, type TenantView } from './tenant-view.ts';

type Asked = Extract<ClientMessage, { kind: 'adopt' | 'adopt-changes' | 'adopt-end' }>;
export type AdoptionAnswer = Extract<ServerMessage, { kind: 'adopting' | 'adopted' | 'not-adopted' }>;
type AdoptedChange = Extract<ClientMessage, { kind: 'adopt-changes' }>['changes'][number];

/**
 * Makes a tenant of a workspace that never met a server: its history comes change by change as it was, with the same ids
 * and sequences, and at the end the rules are asked of every row. Nothing follows from it: no consequence, no event. What
 * is sent again changes nothing, so that it goes on after any interruption from where the tenant's head is.
 */
export async function adopt(options: AuthorityOptions, sender: Sender, asked: Asked): Promise<AdoptionAnswer> {
  const { store } = options;
  const { adoption } = asked;
  if (asked.kind === 'adopt' && asked.schema !== options.model.schema)
    return refused(otherVersion(asked.schema, options));
  try {
    return await store.write(sender.tenant, async (transaction): Promise<AdoptionAnswer> => {
      const [head, generation] = await Promise.all([transaction.head(), transaction.generation()]);
      if (generation === adoptedGeneration(adoption)) return { kind: 'adopted', head, generation };
      if (generation !== adoptingGeneration(adoption)) {
        if (head > 0) return refused(notEmpty);
        await transaction.renew(adoptingGeneration(adoption));
        return { kind: 'adopting', head };
      }
      if (asked.kind === 'adopt') return { kind: 'adopting', head };
      if (asked.kind === 'adopt-end') return await judgeEnd(options, transaction, sender, asked, head);
      return await take(options.model, transaction, sender, asked, head);
    });
  } catch (error) {
    if (!(error instanceof StoreRefused)) throw error;
    return refused({
      code: 'not-storable',
      message: 'The server cannot keep a value of this workspace. Remove unusual characters and try again.',
    });
  }
}

const refused = (...refusals: readonly HeldRefusal[]): AdoptionAnswer => ({ kind: 'not-adopted', refusals });

const notEmpty: HeldRefusal = {
  code: 'already-exists',
  message:
    'This workspace on the server has data already, so that nothing was sent. Choose an empty one, or merge into this one.',
};

const otherVersion = (schema: number, { model }: AuthorityOptions): HeldRefusal => ({
  code: 'schema-differs',
  message:
    schema > model.schema
      ? 'The server is older than this app. Update the server, then connect this workspace.'
      : 'This app is older than the server. Update the app, then connect this workspace.',
});

const otherHistory: HeldRefusal = {
  code: 'other-history',
  message:
    'The server holds another history of this workspace: a copy of this file was connected before. Connect with that copy, or choose an empty workspace.',
};

async function take(
  model: Model,
  transaction: TenantTransaction,
  sender: Sender,
  { after, previous, changes }: Extract<Asked, { kind: 'adopt-changes' }>,
  head: number,
): Promise<AdoptionAnswer> {
  const held = head - after;
  const adopting = { kind: 'adopting', head } as const;
  if (held < 0 || held >= changes.length) return adopting;
  if (!(await isAt(transaction, head, held === 0 ? previous : (changes[held - 1]?.id ?? null)))) {
    return refused(otherHistory);
  }
  const fresh = changes.slice(held);
  const waiting: Acceptance[] = [];
  const flush = async (): Promise<void> => {
    if (waiting.length > 0) await transaction.accept(waiting.splice(0));
  };
  const view = createTenantView(transaction, flush);
  const unknown = unknownNames(model, fresh);
  if (unknown.length > 0) return refused(...unknown);
  await view.loadRows(fresh.flatMap(({ writes }) => writes.map(({ entity, id }) => ({ entity, id }))));
  let sequence = head;
  for (const change of fresh) {
    sequence += 1;
    const made = change.writes.map((write) => writeOf(write, change, view, model));
    const { rows, writes } = await label(made, [sequence, change.device], model, transaction, view, flush);
    view.put(rows);
    waiting.push({
      entry: { sequence, change: headOf(change, model.schema), acceptedAt: change.ms, writes },
      rows,
      events: [],
    });
  }
  await flush();
  const outcomes = fresh.map(
    ({ id }, index) => ({ kind: 'accepted', change: id, sequence: head + index + 1, superseded: [] }) as const,
  );
  await transaction.conclude(sender.device, keptFor(sender, outcomes), 0);
  await countNumbers(transaction, model, fresh);
  return { kind: 'adopting', head: sequence };
}

/** Whether the change with this sequence is the one that the device has there. */
async function isAt(transaction: TenantTransaction, sequence: number, change: ChangeId | null): Promise<boolean> {
  if (sequence === 0) return change === null;
  return (await entryAt(transaction, sequence))?.change.id === change;
}

/** What a newer app knows and this server does not is not thrown away. */
function unknownNames(model: Model, changes: readonly AdoptedChange[]): readonly HeldRefusal[] {
  const unknown = new Set<string>();
  for (const { entity, after } of changes.flatMap(({ writes }) => writes)) {
    const known = model.entityByName.get(entity);
    for (const name of Object.keys(after)) {
      if (!known || !(known.fields[name] || isCustomName(name))) unknown.add(`${entity}.${name}`);
    }
  }
  if (unknown.size === 0) return [];
  const message = `This workspace was made by a newer app than the server knows (${[...unknown].slice(0, 5).join(', ')}). Update the server first.`;
  return [{ code: 'schema-newer', message }];
}

function writeOf(write: AdoptedChange['writes'][number], change: AdoptedChange, view: TenantView, model: Model): Write {
  const { entity, id, after, isConsequence } = write;
  const before = view.row(entity, id)?.record ?? null;
  const changed = Object.keys(after);
  const touched = { updatedAt: change.ms, updatedBy: change.actor };
  if (before === null) {
    const made = { ...blank(model, entity, id), createdAt: change.ms, createdBy: change.actor, ...touched };
    return { entity, id, kind: 'create', before, after: { ...made, ...values(after) }, changed, isConsequence };
  }
  const stamps: Record<string, string> = {};
  for (const name of changed) stamps[name] = change.at;
  const row = { ...before, ...values(after), ...touched, stamps: { ...before.stamps, ...stamps } };
  return {
    entity,
    id,
    kind: write.kind === 'create' ? 'update' : write.kind,
    before,
    after: row,
    changed,
    isConsequence,
  };
}

const values = (after: JsonObject): Readonly<Record<string, FieldValue>> => after;

/** Without what a new record begins with: its history says what it had. */
function blank(model: Model, entity: string, id: RecordId): EntityRecord {
  const fields: Record<string, FieldValue> = {};
  for (const [name, field] of Object.entries(entityFor(model, entity).fields)) fields[name] = emptyValue(field.kind);
  return { ...fields, id, rev: 0, stamps: {} } as unknown as EntityRecord;
}

const headOf = (
  { id, actor, device, at, cause, label: words }: AdoptedChange,
  schema: number,
): Omit<Change, 'intentions'> => ({
  id: changeIdFrom(id),
  schema,
  actor: recordIdFrom(actor),
  device,
  at,
  ...(cause ? { cause } : {}),
  ...(words === undefined ? {} : { label: words }),
});

/** Numbers such as LED-001 stay what they were, and are given to nobody else. */
async function countNumbers(
  transaction: TenantTransaction,
  model: Model,
  changes: readonly AdoptedChange[],
): Promise<void> {
  const counters = serialCounters(model);
  const last = new Map<string, number>();
  for (const { entity, after } of changes.flatMap(({ writes }) => writes)) {
    for (const { name, field, prefix } of counters.get(entity) ?? []) {
      last.set(name, Math.max(last.get(name) ?? 0, serialNumber(prefix, after[field])));
    }
  }
  for (const [counter, number] of last) {
    if (number > (await transaction.counter(counter))) await transaction.setCounter(counter, number);
  }
}

async function judgeEnd(
  options: AuthorityOptions,
  transaction: TenantTransaction,
  sender: Sender,
  { adoption, upTo, last }: Extract<Asked, { kind: 'adopt-end' }>,
  head: number,
): Promise<AdoptionAnswer> {
  if (head < upTo) return { kind: 'adopting', head };
  if (head > upTo || !(await isAt(transaction, head, last))) return refused(otherHistory);
  const refusals = await judgeTenant(options, transaction, sender.tenant, sender.member);
  if (refusals.length > 0) return refused(...refusals);
  const generation = adoptedGeneration(adoption);
  await transaction.renew(generation);
  return { kind: 'adopted', head, generation };
}
