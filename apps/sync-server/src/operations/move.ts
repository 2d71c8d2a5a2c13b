import { coreModel } from '@satchel/core';
import { CopyRefused, exportTables, importTables, migrateServer } from '@satchel/db/server';
import { postgresAt } from '../config/server-config.ts';
import { openDatabase } from '../database/open-database.ts';
import { countOf } from './backup.ts';
import { done, failed, misused, type Operation } from './operation.ts';

/** `move --to URL`: everything of this server's own database into an empty PostgreSQL, where nothing is lost. */
export const move: Operation = async ({ config, opened, isServing }, [option, url, ...rest]) => {
  if (option !== '--to' || url === undefined || rest.length > 0) {
    return misused('Say where to: move --to postgresql://user:password@host:5432/database');
  }
  if (isServing) return failed('Stop the server first, so that nothing is written meanwhile.');
  const at = postgresAt(url);
  if (!at.ok) return misused(at.error);
  const target = await openDatabase(at.value);
  if (!target.ok) return failed('The database there is in use.');
  const { database } = target.value;
  try {
    for (const one of [opened.database, database]) {
      const migrated = await migrateServer(one, coreModel);
      if (!migrated.ok) return failed(migrated.error.message);
    }
    let moved = { rows: {}, sum: '' };
    await importTables(
      database,
      coreModel,
      async (put) => {
        moved = await exportTables(opened.database, coreModel, put);
      },
      false,
    );
    const there = await exportTables(database, coreModel, () => undefined);
    if (there.sum !== moved.sum)
      return failed('What is there now is not what was here. Empty that database and try again.');
    return done(
      `${countOf(moved.rows)} rows are there, the same as here. From now on start the server with DATABASE_URL,`,
      config.secret === null
        ? `and with SECRET_KEY as it stands in ${config.dataFolder}/secret-key, so that nobody is signed out.`
        : 'and the same SECRET_KEY.',
      `Keep ${config.dataFolder} until you have seen that it works.`,
    );
  } catch (error) {
    if (error instanceof CopyRefused) return failed(error.message, 'Nothing was changed.');
    throw error;
  } finally {
    await target.value.close();
  }
};
