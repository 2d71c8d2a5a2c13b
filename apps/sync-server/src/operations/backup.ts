import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { coreModel } from '@satchel/core';
import { CopyRefused, exportTables, importTables, migrateServer, migrationStatus } from '@satchel/db/server';
import { NoBackup, readBackup, writeBackup } from './backup-file.ts';
import { done, failed, misused, type Operation, type OperationContext } from './operation.ts';

/** `backup [FILE]`: everything, as it is at one moment, in one file; the server goes on meanwhile. */
export const backup: Operation = async (context, [file, ...rest]) => {
  if (rest.length > 0) return misused('Give one file, or none: backup [FILE]');
  const wanted = resolve(called(file ?? backupFile(context, 'backup')));
  if (existsSync(wanted)) return failed(`${wanted} is there already. Nothing was written.`);
  const rows = await makeBackup(context, wanted);
  return done(`${wanted} has ${rows} rows, ${statSync(wanted).size} bytes. It was read again and is whole.`);
};

/** Where one lies when nobody says so. */
export const backupFile = ({ config, now }: Pick<OperationContext, 'config' | 'now'>, why: string): string =>
  join(config.dataFolder, 'backups', `${why}-${new Date(now()).toISOString().replaceAll(':', '')}.satchel`);

/** Writes a backup and reads it again. Returns how many rows it has. */
export async function makeBackup(
  { opened: { database }, now }: Pick<OperationContext, 'opened' | 'now'>,
  file: string,
): Promise<number> {
  const { version } = await migrationStatus(database, coreModel);
  const about = { satchel: 'backup', version: 1, madeAt: new Date(now()).toISOString(), database: version } as const;
  const written = await writeBackup(file, about, (take) => exportTables(database, coreModel, take));
  const read = await readBackup(file, () => undefined);
  if (read.sum !== written.sum) throw new Error(`${file} does not hold what was written.`);
  return countOf(written.rows);
}

/** `restore FILE`: into a database that holds nothing; devices compare what they hold with it. */
export const restore: Operation = async ({ opened: { database }, isServing }, [file, ...rest]) => {
  if (file === undefined || rest.length > 0) return misused('Give one file: restore FILE');
  if (isServing) return failed('Stop the server first.');
  const path = resolve(called(file));
  if (!existsSync(path)) return failed(`There is no file ${path}.`);
  const migrated = await migrateServer(database, coreModel);
  if (!migrated.ok) return failed(migrated.error.message);
  try {
    let read: Awaited<ReturnType<typeof readBackup>> | undefined;
    await importTables(
      database,
      coreModel,
      async (put) => {
        read = await readBackup(path, put);
      },
      true,
    );
    return done(
      `${countOf(read?.rows ?? {})} rows of ${read?.madeAt} are there. What was accepted later is gone: devices that connect`,
      'load what is there now, and send what still waits on them.',
    );
  } catch (error) {
    if (error instanceof NoBackup || error instanceof CopyRefused) {
      return failed(error.message, 'Nothing was changed.');
    }
    throw error;
  }
};

export const countOf = (rows: Readonly<Record<string, number>>): number =>
  Object.values(rows).reduce((sum, count) => sum + count, 0);

/** Names on a command line are relative to where its user stood. */
const called = (file: string): string => resolve(process.env.SATCHEL_CALLED_FROM ?? '.', file);
