import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Actor,
  actorOf,
  coreModel,
  createUuidV7Generator,
  type Entity,
  type EntityRecord,
  entityFor,
  err,
  grantsByRole,
  instantToCalendarDate,
  isRecordId,
  type Model,
  mayOnRecord,
  ok,
  type RecordId,
  type Result,
  type Role,
  recordIdFrom,
  roles,
} from '@satchel/core';
import {
  type Asker,
  createMaintenance,
  createSqliteReplicaStore,
  createWordSweep,
  createWriteBehind,
  eachRecord,
  migrate,
  openDatabase,
  openReaderPool,
  type ReaderPool,
  type SqliteDatabase,
  ThreadFailed,
  troubleOf,
} from '@satchel/db';
import { type Committed, createReplica, isConnected, type Replica, type ReplicaStore } from '@satchel/sync';
import type { ImportTarget } from '../import/import-target.ts';
import { serverAccount } from '../sync/server-account.ts';
import { type Closing, createClosing } from './closing.ts';
import { type KeyStore, workspaceKeys } from './keys.ts';
import { type Lock, takeLock } from './lock.ts';
import { type Profile, readProfile } from './profile.ts';
import { createSettings, type Settings } from './settings.ts';
import { createIdleSweep, type IdleSweep } from './sweep-when-idle.ts';
import { describeTrouble, type WorkspaceTrouble } from './workspace-trouble.ts';

/** An open workspace. One process has it at a time; closing gives it back. */
export interface Workspace {
  readonly dir: string;
  readonly model: Model;
  readonly store: ReplicaStore;
  readonly replica: Replica;
  readonly readers: ReaderPool;
  readonly settings: Settings;
  readonly importTarget: ImportTarget;
  /** The user's member record; made with the workspace's first change, or given by the server that was joined. */
  readonly me: RecordId;
  /** Says which member record the user is, in a workspace that is not set up yet. */
  setMe(me: RecordId): void;
  /** The name under which this device's changes are known. */
  device(): string;
  /** Goes on under another name; while no group is open. */
  setDevice(tag: string): void;
  readonly newRecordId: () => RecordId;
  readonly newGroup: () => string;
  /** False until the user's record and the pipelines are there. */
  isSetUp(): boolean;
  role(): Role;
  profile(): Profile;
  /** The user, with the rights of the moment. */
  asker(): Asker;
  /** Copies the whole database into the backups folder; gives the copy's path. */
  backup(): Promise<Result<string, WorkspaceTrouble>>;
  /** Starts, once, what a write of so many rows is done by; see `createWriteBehind`. */
  getReady(rows: number): Promise<void>;
  setAddress(address: string): void;
  onCommitted(listener: (committed: Committed) => void): void;
  /** What is to end before the workspace closes. */
  beforeClose(task: () => unknown): void;
  close(): Promise<void>;
}

/** Where a workspace lies and how it is opened. */
export interface OpenWorkspaceOptions {
  /** Made when it is not there. */
  readonly dir: string;
  /** Default: a file in the folder that only its user can read. */
  readonly keys?: KeyStore;
  /** Where a bundled app keeps the file of the database's threads. */
  readonly databaseThreadUrl?: URL;
}

/** Opens a workspace whole, or gives everything back: the lock, the file, its threads. */
export async function openWorkspace(options: OpenWorkspaceOptions): Promise<Result<Workspace, WorkspaceTrouble>> {
  const { dir } = options;
  try {
    mkdirSync(dir, { recursive: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return err({ code: 'not-writable', message: `The folder ${dir} cannot be made: ${reason}` });
  }
  const closing = createClosing();
  try {
    const lock = takeLock(dir);
    if (!lock.ok) return lock;
    closing.add(lock.value.release);
    const opened = await openLocked(options, lock.value, closing);
    if (!opened.ok) await closing.closeAll();
    return opened;
  } catch (error) {
    await closing.closeAll();
    const trouble = troubleOf(error) ?? (error instanceof ThreadFailed ? error.trouble : null);
    if (!trouble) throw error;
    return err(describeTrouble(trouble, dir));
  }
}

async function openLocked(
  { dir, keys = workspaceKeys(dir, undefined), databaseThreadUrl }: OpenWorkspaceOptions,
  lock: Lock,
  closing: Closing,
): Promise<Result<Workspace, WorkspaceTrouble>> {
  const path = join(dir, 'workspace.db');
  const key = keys.key(!existsSync(path));
  if (!key.ok) return key;
  const opened = openDatabase({ path, key: key.value });
  if (!opened.ok) {
    const isWrong = opened.error.code === 'wrong-key' && keys.wrong !== undefined;
    return err(isWrong ? { code: 'wrong-key', message: keys.wrong } : describeTrouble(opened.error, dir));
  }
  const db = opened.value;
  closing.add(() => void db.close());
  const backups = (): { readonly folder: string; readonly timestamp: string } => ({
    folder: join(dir, 'backups'),
    timestamp: new Date().toISOString().slice(0, 23),
  });
  const migrated = migrate(db, coreModel, { backup: backups() });
  if (!migrated.ok) return err(describeTrouble(migrated.error, dir));
  const file = { path, key: key.value, ...(databaseThreadUrl ? { threadUrl: databaseThreadUrl } : {}) };
  const maintenance = createMaintenance({ db, ...file });
  closing.add(maintenance.close);
  const readers = await openReaderPool(file);
  if (!readers.ok) return err(describeTrouble(readers.error, dir));
  closing.add(() => readers.value.close());
  const backup = async (): Promise<Result<string, WorkspaceTrouble>> => {
    const copied = await maintenance.backup(backups());
    return copied.ok ? copied : err(describeTrouble(copied.error, dir));
  };
  const direct = createSqliteReplicaStore(db, coreModel, maintenance.noteCommit);
  const writeBehind = createWriteBehind({ ...file, direct, onCommitted: maintenance.noteCommit });
  closing.add(writeBehind.close);
  const getReady = async (rows: number): Promise<void> => {
    await Promise.all([maintenance.warmUp(), ...(rows < manyRows ? [] : [writeBehind.open()])]);
  };
  const { workspace, sweep } = assemble(dir, db, writeBehind.store, readers.value, backup, getReady);
  closing.add(sweep.close);
  // What `me` gives is not to be copied: it may become another one.
  return ok(
    Object.assign(workspace, { setAddress: lock.setAddress, close: closing.closeAll, beforeClose: closing.add }),
  );
}

/** Fewer are written sooner than a thread starts. */
const manyRows = 5000;

interface Assembled {
  readonly workspace: Omit<Workspace, 'setAddress' | 'close' | 'beforeClose'>;
  readonly sweep: IdleSweep;
}

function assemble(
  dir: string,
  db: SqliteDatabase,
  store: ReplicaStore,
  readers: ReaderPool,
  backup: () => Promise<Result<string, WorkspaceTrouble>>,
  getReady: (rows: number) => Promise<void>,
): Assembled {
  const model = coreModel;
  const now = (): number => Date.now();
  const newGroup = createUuidV7Generator({ now, random: (sizeBytes) => new Uint8Array(randomBytes(sizeBytes)) });
  const newRecordId = (): RecordId => recordIdFrom(newGroup());
  const planned = recordIdFrom(store.meta('me') ?? metaOr(store, 'me-planned', newRecordId));
  let me = planned;
  let device = metaOr(store, 'device', () => randomBytes(4).toString('hex'));
  const settings = createSettings(store);
  const profile = (): Profile => readProfile(store);
  const role = (): Role => roles.find((known) => known === store.record('member', me)?.role) ?? 'owner';
  // Before a workspace is set up here, its user is its owner; what a server gives is not known before it came.
  const firstGrants = () => (isConnected(store) || serverAccount(store) !== null ? [] : grantsByRole[role()]);
  const actor = (): Actor => actorOf(model, store.record('member', me)) ?? { member: me, grants: firstGrants() };
  const listeners: ((committed: Committed) => void)[] = [];
  const replica = createReplica({
    store,
    model,
    device,
    now,
    newId: newGroup,
    workspace: () => ({ actor: actor(), ...profile(), isConnected: isConnected(store) }),
    onCommitted: (committed) => {
      for (const listener of listeners) listener(committed);
      sweep.start();
    },
  });
  const sweep = createIdleSweep({ replica, store }, createWordSweep(db, model));
  // What the last run left.
  sweep.start();
  return {
    sweep,
    workspace: {
      dir,
      model,
      store,
      replica,
      readers,
      settings,
      get me() {
        return me;
      },
      setMe(next) {
        me = next;
        store.setMeta('me', next);
      },
      device: () => device,
      setDevice(tag) {
        replica.renameDevice(tag);
        store.setMeta('device', tag);
        device = tag;
      },
      newRecordId,
      newGroup,
      profile,
      role,
      backup,
      getReady,
      isSetUp: () => store.meta('me') !== undefined && isRecordId(me),
      asker() {
        const { timeZone, weekStart } = profile();
        return { me, actor: actor(), today: instantToCalendarDate(now(), timeZone), timeZone, weekStart };
      },
      onCommitted: (listener) => void listeners.push(listener),
      importTarget: {
        model,
        replica,
        store,
        each: (entity) => readable(eachRecord(db, model, entity), entityFor(model, entity), actor()),
        getReady,
        backUp: backup,
        releaseRoom: () => cutLog(db),
        newRecordId,
        settings,
        get currency() {
          return profile().currency;
        },
        get country() {
          return profile().country;
        },
        get timeZone() {
          return profile().timeZone;
        },
      },
    },
  };
}

/** Those that somebody may read, of records of one entity. */
function* readable(records: Iterable<EntityRecord>, entity: Entity, actor: Actor): Generator<EntityRecord> {
  for (const record of records) if (mayOnRecord(actor, entity, 'read', record)) yield record;
}

/** The log keeps what was taken back, until it is cut; while somebody reads, it is left. */
function cutLog(db: SqliteDatabase): void {
  db.pragma('busy_timeout = 0');
  try {
    db.pragma('wal_checkpoint(TRUNCATE)');
  } catch (error) {
    if (!troubleOf(error)) throw error;
  } finally {
    db.pragma('busy_timeout = 2000');
  }
}

function metaOr(store: ReplicaStore, key: string, make: () => string): string {
  const known = store.meta(key);
  if (known !== undefined) return known;
  const made = make();
  store.setMeta(key, made);
  return made;
}
