import { coreModel, err, ok, type Result } from '@satchel/core';
import { migrateServer, migrateServerBack, migrationStatus } from '@satchel/db/server';
import { backupFile, makeBackup } from './backup.ts';
import { done, failed, misused, type Operation, type OperationContext } from './operation.ts';

/** `migrate status|up|down [VERSION]`. In production a backup comes first, and nobody waits long for a table in use. */
export const migrate: Operation = async (context, [what, ...rest]) => {
  const { database } = context.opened;
  if (what === 'status' && rest.length === 0) return done(...(await statusLines(context)));
  if (what === 'up' && rest.length === 0) {
    const migrated = await migrateUp(context);
    return migrated.ok ? done(...migrated.value, ...(await statusLines(context))) : failed(migrated.error);
  }
  if (what !== 'down' || rest.length > 1)
    return misused('Say what to do: migrate status, migrate up, migrate down [VERSION]');
  if (context.isServing) return failed('Stop the server first.');
  const { version } = await migrationStatus(database, coreModel);
  const to = rest[0] === undefined ? version - 1 : Number(rest[0]);
  if (!Number.isInteger(to) || to < 0 || to >= version)
    return misused(`Give a version below ${version}: migrate down VERSION`);
  if (to === 0) return failed('Version 0 is an empty database: everything would be lost. Drop the database instead.');
  const kept = await backedUp(context, version);
  const gone = await migrateServerBack(database, to);
  return done(...kept, `Taken back: ${gone.join(', ')}.`, ...(await statusLines(context)));
};

/** Brings the database to this version's shape. Gives what there is to say. */
export async function migrateUp(
  context: Pick<OperationContext, 'opened' | 'config' | 'now'>,
): Promise<Result<readonly string[], string>> {
  const { database } = context.opened;
  const { version, pending } = await migrationStatus(database, coreModel);
  const kept = version > 0 && pending.length > 0 ? await backedUp(context, version) : [];
  const migrated = await migrateServer(database, coreModel);
  return migrated.ok ? ok(kept) : err(migrated.error.message);
}

async function backedUp(
  context: Pick<OperationContext, 'opened' | 'config' | 'now'>,
  version: number,
): Promise<readonly string[]> {
  if (!context.config.isProduction) return [];
  const file = backupFile(context, `before-migration-from-${version}`);
  await makeBackup(context, file);
  return [`What was there before is in ${file}.`];
}

async function statusLines({ opened }: OperationContext): Promise<readonly string[]> {
  const { version, applied, pending } = await migrationStatus(opened.database, coreModel);
  return [
    `The database is at version ${version}.`,
    ...applied.map(
      (one) => `${one.version}  ${one.at}  ${one.made.length > 5 ? `${one.made.length} parts` : one.made.join(', ')}`,
    ),
    pending.length === 0 ? 'Nothing is to be done.' : `To be done: ${pending.join(', ')}.`,
  ];
}
