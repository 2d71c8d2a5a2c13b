import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as othersTurn } from 'node:timers/promises';
import { coreModel } from '@satchel/core';
import { createSqliteReplicaStore, migrate, openDatabase, type SqliteDatabase, zstd } from '@satchel/db';
import { type ClientMessage, createPagesAhead, decodePage, type ServerMessage } from '@satchel/sync';
import { createDevice, type Device } from '../test/device.ts';
import type { Person } from './light-device.ts';

/** A device as the app is one: its replica in an encrypted file, its pages over HTTP, the rest over its socket. */
export interface SqliteDevice {
  readonly device: Device;
  readonly database: SqliteDatabase;
}

export interface SqliteDeviceOptions {
  /** Of eight characters. */
  readonly name: string;
  /** Where its file is to be. */
  readonly folder: string;
  readonly onTaken?: (message: ServerMessage) => void;
}

const key = Uint8Array.from({ length: 32 }, (_, index) => index);

export function openEncrypted(path: string): SqliteDatabase {
  const opened = openDatabase({ path, key });
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}

/** Makes an empty database that devices begin with, which is faster than to make each anew. */
export function makeTemplate(folder: string): void {
  const database = openEncrypted(join(folder, template));
  const migrated = migrate(database, coreModel, { backup: null });
  if (!migrated.ok) throw new Error(migrated.error.message);
  database.pragma('wal_checkpoint(TRUNCATE)');
  database.close();
}

const template = 'template.db';

/** @param address of the server, at every moment */
export function openSqliteDevice(
  address: () => string,
  who: Person,
  { name, folder, onTaken }: SqliteDeviceOptions,
): SqliteDevice {
  const path = join(folder, `${name}.db`);
  copyFileSync(join(folder, template), path);
  const database = openEncrypted(path);
  const pages = createPagesAhead(
    (asked) => loadPage(address(), who, asked),
    () => othersTurn(),
  );
  const answer = async (said: ClientMessage): Promise<ServerMessage | null> =>
    said.kind === 'page' ? await pages(said) : null;
  const store = createSqliteReplicaStore(database, coreModel);
  const device = createDevice(who, name, undefined, { store, answer, ...(onTaken ? { onTaken } : {}) });
  return { device, database };
}

/** As `apps/desktop/src/backend/sync/load-pages.ts` asks. */
async function loadPage(
  address: string,
  { organization, token }: Person,
  { load, entity, afterId, epoch = '' }: Extract<ClientMessage, { kind: 'page' }>,
): Promise<ServerMessage> {
  const query = new URLSearchParams({ epoch, ...(afterId === null ? {} : { after: afterId }) });
  const response = await fetch(`${address}/api/v1/load/${entity}?${query.toString()}`, {
    headers: { authorization: `Bearer ${token}`, 'x-organization-id': organization },
  });
  // Then the app asks on its socket, which is another thing to measure.
  if (!response.ok) throw new Error(`No page: ${response.status} ${await response.text()}`);
  const page = decodePage(new Uint8Array(await response.arrayBuffer()), zstd);
  if (!page.ok) throw new Error(page.error.detail);
  return { kind: 'page', load, afterId, page: page.value };
}
