import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, openAsBlob, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';

const caches = join(import.meta.dirname, '../../../node_modules/.cache/empty-pglite');

/** Another version of PGlite makes another database. */
const version = createHash('sha256')
  .update(import.meta.resolve('@electric-sql/pglite'))
  .digest('hex')
  .slice(0, 16);

/** What a PGlite makes of an empty folder takes it two seconds, and is always the same: made once, and copied. */
export async function copyEmptyPglite(folder: string): Promise<void> {
  const { data } = await emptyPglite();
  mkdirSync(dirname(folder), { recursive: true });
  cpSync(data, folder, { recursive: true });
}

/** The same for a PGlite in memory. */
export async function openEmptyPglite(): Promise<PGlite> {
  const { archive } = await emptyPglite();
  return await PGlite.create({ loadDataDir: await openAsBlob(archive) });
}

async function emptyPglite(): Promise<{ readonly data: string; readonly archive: string }> {
  const made = join(caches, version);
  const paths = { data: join(made, 'data'), archive: join(made, 'data.tar') };
  if (existsSync(made)) return paths;
  mkdirSync(caches, { recursive: true });
  const unfinished = mkdtempSync(join(caches, 'unfinished-'));
  const pglite = await PGlite.create(join(unfinished, 'data'));
  const archive = await pglite.dumpDataDir('none');
  writeFileSync(join(unfinished, 'data.tar'), Buffer.from(await archive.arrayBuffer()));
  await pglite.close();
  try {
    renameSync(unfinished, made);
  } catch {
    // Another process was as fast: what it has made is the same.
    rmSync(unfinished, { recursive: true, force: true });
  }
  return paths;
}
