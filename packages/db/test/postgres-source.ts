import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Where tests get their PostgreSQL from: a server that somebody runs, or programs to start a throwaway one with. */
export type PostgresSource =
  | { readonly ok: true; readonly kind: 'server'; readonly url: string }
  | { readonly ok: true; readonly kind: 'programs'; readonly folder: string }
  | { readonly ok: false; readonly reason: string };

/** `TEST_DATABASE_URL` wins over installed programs (Debian's `postgresql`; `POSTGRES_BIN` names any other folder). */
export function postgresSource(env: Readonly<Record<string, string | undefined>>): PostgresSource {
  if (env.TEST_DATABASE_URL) return { ok: true, kind: 'server', url: env.TEST_DATABASE_URL };
  const folder = [env.POSTGRES_BIN, ...debianFolders()].find(
    (candidate) => candidate !== undefined && existsSync(join(candidate, 'initdb')),
  );
  if (folder !== undefined) return { ok: true, kind: 'programs', folder };
  return { ok: false, reason: 'neither TEST_DATABASE_URL nor the Debian package postgresql is there.' };
}

function debianFolders(): readonly string[] {
  const base = '/usr/lib/postgresql';
  if (!existsSync(base)) return [];
  return readdirSync(base)
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(base, version, 'bin'));
}
