import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** The workspaces of a folder: the first lies in it, each other one in a folder of its own below. */
export interface Registry {
  /** The one that opens at the next start. */
  readonly open: string;
  readonly known: readonly KnownWorkspace[];
}

export interface KnownWorkspace {
  readonly id: string;
  /** As it was called when it was open last; its file is encrypted. */
  readonly name: string;
  /** Null: it is connected to no server. */
  readonly server: string | null;
}

/** The workspace in the folder itself. */
export const firstId = 'first';

/** Where the others lie, and what is noted of them. */
export const othersFolder = 'workspaces';
const fileName = 'workspaces.json';

const registry = z.object({
  open: z.string().regex(/^[0-9a-z-]{1,40}$/),
  known: z.array(
    z.object({ id: z.string().regex(/^[0-9a-z-]{1,40}$/), name: z.string(), server: z.string().nullable() }),
  ),
});

const onlyFirst: Registry = { open: firstId, known: [] };

export const folderOf = (home: string, id: string): string => (id === firstId ? home : join(home, othersFolder, id));

/** A note that cannot be read is none: the first workspace opens. */
export function readRegistry(home: string): Registry {
  try {
    const read = registry.safeParse(JSON.parse(readFileSync(join(home, fileName), 'utf8')));
    return read.success ? read.data : onlyFirst;
  } catch {
    return onlyFirst;
  }
}

/** A folder with its first workspace alone needs no note. */
export function writeRegistry(home: string, { open, known }: Registry): void {
  const path = join(home, fileName);
  const isAlone = open === firstId && known.every(({ id }) => id === firstId);
  if (isAlone) {
    if (existsSync(path)) rmSync(path);
    return;
  }
  writeFileSync(`${path}.new`, JSON.stringify({ open, known }), { mode: 0o600, flush: true });
  renameSync(`${path}.new`, path);
}
