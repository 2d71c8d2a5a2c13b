import type { Result } from '@satchel/core';
import type { BackupOptions } from './backup.ts';
import type { SqliteDatabase } from './driver.ts';
import { checkpointPages } from './open.ts';
import { type DatabaseThread, openThread } from './open-thread.ts';
import type { Trouble } from './trouble.ts';

/** The file that is looked after. */
export interface MaintenanceOptions {
  /** The writer's connection. */
  readonly db: SqliteDatabase;
  readonly path: string;
  /** 32 bytes. */
  readonly key: Uint8Array;
  /** Where a bundled app keeps the thread's file. */
  readonly threadUrl?: URL;
}

/** Long work on the database's file, on a thread of its own that starts with the first of it. */
export interface Maintenance {
  /** Something was committed: the log is looked at soon. */
  readonly noteCommit: () => void;
  /** Starts the thread, so that a copy that is asked for soon need not wait for it. */
  readonly warmUp: () => Promise<void>;
  /** As `backupDatabase`. Rejects with `ThreadFailed` when the file is in trouble. */
  readonly backup: (options: BackupOptions) => Promise<Result<string, Trouble>>;
  readonly close: () => Promise<void>;
}

/** Commits that follow one another are looked at together. */
const delayMs = 200;

/**
 * Takes the log's checkpoints over from the writer: after a large import one takes most of a second, in which a writer
 * that does it itself answers nothing.
 */
export function createMaintenance({ db, path, key, threadUrl }: MaintenanceOptions): Maintenance {
  let opening: Promise<Result<DatabaseThread, Trouble>> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;
  const checkpointByWriter = (isOn: boolean): void => {
    if (db.open) db.pragma(`wal_autocheckpoint = ${isOn ? checkpointPages : 0}`);
  };
  const open = async (): Promise<Result<DatabaseThread, Trouble>> => {
    opening ??= openThread({ path, key, role: 'maintenance' }, threadUrl);
    const opened = await opening;
    // Whatever ends the thread, the log must not grow without end.
    if (opened.ok) void opened.value.ended.then(() => checkpointByWriter(true));
    return opened;
  };
  const checkpoint = async (): Promise<void> => {
    const opened = await open();
    if (opened.ok) await opened.value.ask({ kind: 'checkpoint' });
    else checkpointByWriter(true);
  };
  checkpointByWriter(false);
  return {
    noteCommit() {
      if (isClosed) return;
      timer ??= setTimeout(() => {
        timer = undefined;
        // A full or broken disk is told to whoever writes next.
        checkpoint().catch(() => checkpointByWriter(true));
      }, delayMs).unref();
    },
    async warmUp() {
      await open();
    },
    async backup(options) {
      const opened = await open();
      if (!opened.ok) return opened;
      // The thread answers this task so.
      return (await opened.value.ask({ kind: 'backup', options })) as Result<string, Trouble>;
    },
    async close() {
      isClosed = true;
      clearTimeout(timer);
      const opened = await opening;
      if (opened?.ok) await opened.value.close();
    },
  };
}
