import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  coreModel,
  createClock,
  createUuidV7Generator,
  err,
  grantsByRole,
  isRecordId,
  type JsonValue,
  ok,
  type RecordId,
  type Result,
  recordIdFrom,
  setupIntentions,
} from '@satchel/core';
import { createSqliteReplicaStore, eachRecord, migrate, openDatabase } from '@satchel/db';
import { createReplica, type ReplicaStore } from '@satchel/sync';
import type { ImportTarget } from '../import/import-target.ts';
import { takeLock } from '../workspace/lock.ts';

export interface CommandWorkspace {
  readonly target: ImportTarget;
  readonly close: () => void;
}

/** Opens the workspace in a folder, or makes one there. The error is a sentence. */
export function openCommandWorkspace(dir: string): Result<CommandWorkspace, string> {
  mkdirSync(dir, { recursive: true });
  const lock = takeLock(dir, join(dir, 'lock'));
  if (!lock.ok) return err(`${lock.error.message} Close it there first.`);
  const opened = openUnlocked(dir);
  if (!opened.ok) {
    lock.value.release();
    return opened;
  }
  return ok({
    target: opened.value.target,
    close: () => {
      opened.value.close();
      lock.value.release();
    },
  });
}

function openUnlocked(dir: string): Result<CommandWorkspace, string> {
  const path = join(dir, 'workspace.db');
  const keyPath = join(dir, 'workspace.key');
  if (!existsSync(keyPath)) {
    if (existsSync(path)) return err(`The key of this workspace is missing: ${keyPath}.`);
    writeFileSync(keyPath, randomBytes(32), { mode: 0o600 });
  }
  const opened = openDatabase({ path, key: readFileSync(keyPath) });
  if (!opened.ok) return err(opened.error.message);
  const db = opened.value;
  const migrated = migrate(db, coreModel, { backup: null });
  if (!migrated.ok) {
    db.close();
    return err(migrated.error.message);
  }
  const store = createSqliteReplicaStore(db, coreModel);
  const now = () => Date.now();
  const random = (sizeBytes: number) => new Uint8Array(randomBytes(sizeBytes));
  const newId = createUuidV7Generator({ now, random });
  const newRecordId = () => recordIdFrom(newId());
  const known = store.meta('me');
  const me: RecordId = known !== undefined && isRecordId(known) ? known : newRecordId();
  const device = metaOr(store, 'device', () => randomBytes(4).toString('hex'));
  const replica = createReplica({
    store,
    model: coreModel,
    device,
    clock: createClock({ device, now }),
    now,
    newId,
    workspace: () => ({
      actor: { member: me, grants: grantsByRole.owner },
      country: 'US',
      timeZone: 'UTC',
      weekStart: 1,
      isConnected: false,
    }),
  });
  if (known === undefined) {
    const setup = replica.commit(setupIntentions({ id: me, name: 'Owner' }, newRecordId), {
      cause: { kind: 'setup', group: newId() },
    });
    if (!setup.ok) throw new Error(setup.error[0]?.message);
    store.setMeta('me', me);
  }
  return ok({
    target: {
      model: coreModel,
      replica,
      store,
      each: (entity) => eachRecord(db, coreModel, entity),
      newRecordId,
      currency: 'USD',
      country: 'US',
      timeZone: 'UTC',
      settings: {
        get: (key) => {
          const text = store.meta(`setting:${key}`);
          // A border: only this writes it.
          return text === undefined ? undefined : (JSON.parse(text) as JsonValue);
        },
        set: (key, value) => store.setMeta(`setting:${key}`, JSON.stringify(value)),
      },
    },
    close: () => void db.close(),
  });
}

function metaOr(store: ReplicaStore, key: string, make: () => string): string {
  const known = store.meta(key);
  if (known !== undefined) return known;
  const made = make();
  store.setMeta(key, made);
  return made;
}
