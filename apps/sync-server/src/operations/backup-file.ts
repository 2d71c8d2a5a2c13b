import { createReadStream, createWriteStream, mkdirSync, renameSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { type CopySums, createSums, type TablePart } from '@satchel/db/server';
import { z } from 'zod';

const header = z.object({ satchel: z.literal('backup'), version: z.literal(1), madeAt: z.string(), database: z.int() });
const part = z.object({
  table: z.string(),
  tenant: z.string().nullable(),
  columns: z.array(z.string()),
  rows: z.array(z.array(z.string().nullable())),
});
const end = z.object({ end: z.literal(true), rows: z.record(z.string(), z.number()), sum: z.string() });

/** What a backup says of itself; `database` is the version of the database's shape. */
export type BackupHeader = z.infer<typeof header>;

/** A file that is no backup, or not a whole one. */
export class NoBackup extends Error {}

/**
 * Writes JSON lines, compressed: a header, parts of tables, and at the end what there was of each, so that a file that was
 * cut short is known. The file has its name only once it is whole and on disk; only its owner reads it.
 */
export async function writeBackup(
  file: string,
  about: BackupHeader,
  fill: (take: (part: TablePart) => Promise<void>) => Promise<CopySums>,
): Promise<CopySums> {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const partial = `${file}.partial`;
  const gzip = createGzip({ level: 6 });
  const written = pipeline(gzip, createWriteStream(partial, { mode: 0o600 }));
  // Told when it is waited for.
  written.catch(() => undefined);
  const put = async (line: unknown): Promise<void> => {
    if (gzip.write(`${JSON.stringify(line)}\n`)) return;
    await Promise.race([new Promise((resolve) => gzip.once('drain', resolve)), written]);
  };
  try {
    await put(about);
    const sums = await fill(put);
    await put({ end: true, ...sums } satisfies z.infer<typeof end>);
    gzip.end();
    await written;
    const handle = await open(partial, 'r+');
    await handle.sync();
    await handle.close();
    renameSync(partial, file);
    return sums;
  } catch (error) {
    gzip.destroy();
    rmSync(partial, { force: true });
    throw error;
  }
}

/**
 * Reads a backup part by part, and at the end holds what was read against what the file says.
 *
 * @throws NoBackup
 */
export async function readBackup(
  file: string,
  put: (part: TablePart) => void | Promise<void>,
): Promise<BackupHeader & CopySums> {
  const gunzip = createGunzip();
  const source = createReadStream(file).on('error', (error) => gunzip.destroy(error));
  const lines = createInterface({ input: source.pipe(gunzip), crlfDelay: Number.POSITIVE_INFINITY });
  const counted = createSums();
  let about: BackupHeader | null = null;
  let ended: CopySums | null = null;
  try {
    for await (const line of lines) {
      if (ended) throw new NoBackup(`${file} goes on behind its end.`);
      if (!about) about = header.parse(JSON.parse(line));
      else {
        const parsed = z.union([part, end]).parse(JSON.parse(line));
        if ('end' in parsed) ended = parsed;
        else {
          counted.add(parsed);
          await put(parsed);
        }
      }
    }
  } catch (error) {
    if (isOfFile(error)) throw new NoBackup(`${file} is no backup of Satchel, or is damaged.`, { cause: error });
    throw error;
  } finally {
    lines.close();
    source.destroy();
  }
  const found = counted.sums();
  if (!about || !ended || found.sum !== ended.sum) throw new NoBackup(`${file} was cut short, or is damaged.`);
  return { ...about, ...found };
}

/** What JSON, its shape or the compression say of a file. */
const isOfFile = (error: unknown): boolean =>
  error instanceof z.ZodError ||
  error instanceof SyntaxError ||
  (error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('Z_'));
