import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type OpenOptions, openDatabase } from '../src/sqlite/open.ts';

const pageSize = 4096;
const walHeaderSize = 32;
const frameHeaderSize = 24;

interface Frame {
  readonly page: number;
  readonly bytes: Buffer;
}

/**
 * Every page of a database file and of its log, those of before too, as it is under the encryption: those in use, those
 * that are free, and what is left on them. (https://sqlite.org/fileformat2.html#the_write_ahead_log) What the log holds is
 * read in a carrier, a file under the same key that is nothing but room, since pages of several moments are no database;
 * only its first page is left out there, on which is what begins the file and the names of tables.
 */
export function rawPages(path: string, key: Uint8Array): readonly Buffer[] {
  const frames = framesOf(`${path}-wal`).filter(({ page }) => page !== 1);
  const versions = [...Map.groupBy(frames, ({ page }) => page).values()];
  const most = Math.max(0, ...versions.map((own) => own.length));
  const last = Math.max(0, ...frames.map(({ page }) => page));
  const room = most === 0 ? Buffer.alloc(0) : carrier(`${path}.carrier`, key, last);
  const images = [decrypted(readFileSync(path), `${path}.scan`, key)];
  for (let version = 0; version < most; version += 1) {
    const image = Buffer.from(room);
    for (const own of versions) {
      const frame = own[version];
      frame?.bytes.copy(image, (frame.page - 1) * pageSize);
    }
    images.push(decrypted(image, `${path}.scan`, key));
  }
  return images;
}

function framesOf(path: string): readonly Frame[] {
  const log = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
  const frames: Frame[] = [];
  for (let at = walHeaderSize; at + frameHeaderSize + pageSize <= log.length; at += frameHeaderSize + pageSize) {
    const bytes = log.subarray(at + frameHeaderSize, at + frameHeaderSize + pageSize);
    frames.push({ page: log.readUInt32BE(at), bytes });
  }
  return frames;
}

/** A database file of at least so many pages, of which none but the first is looked at. */
function carrier(path: string, key: Uint8Array, pages: number): Buffer {
  const file = () => readFileSync(path);
  return withDatabase({ path, key }, (db) => {
    db.exec(`CREATE TABLE "room" ("bytes" BLOB); INSERT INTO "room" VALUES (zeroblob(${(pages + 2) * pageSize}))`);
    db.pragma('wal_checkpoint(TRUNCATE)');
    return file();
  });
}

function decrypted(image: Buffer, path: string, key: Uint8Array): Buffer {
  removeFiles(path);
  writeFileSync(path, image);
  return withDatabase({ path, key }, (db) => db.serialize());
}

type Opened = Extract<ReturnType<typeof openDatabase>, { ok: true }>['value'];

function withDatabase<T>(options: OpenOptions, work: (db: Opened) => T): T {
  const opened = openDatabase(options);
  if (!opened.ok) throw new Error(opened.error.message);
  try {
    return work(opened.value);
  } finally {
    opened.value.close();
    removeFiles(options.path);
  }
}

function removeFiles(path: string): void {
  for (const one of [path, `${path}-wal`, `${path}-shm`]) rmSync(one, { force: true });
}
