import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Trouble } from '@satchel/db';

/** Why a workspace does not open, for code and for people. */
export interface WorkspaceTrouble {
  readonly code: Trouble['code'] | 'missing-key' | 'in-use';
  readonly message: string;
  /** Where the program answers that has the workspace open. */
  readonly address?: string;
}

/** A damaged file's trouble names the newest copy and how to put it back; others stay as they are. */
export function describeTrouble<T extends { readonly code: string; readonly message: string }>(
  trouble: T,
  dir: string,
): { readonly code: T['code']; readonly message: string } {
  if (trouble.code !== 'corrupt' && trouble.code !== 'wrong-key') return trouble;
  const folder = join(dir, 'backups');
  const newest = existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.db'))
        .sort()
        .at(-1)
    : undefined;
  const path = join(dir, 'workspace.db');
  const advice =
    newest === undefined
      ? `There is no copy in ${folder}.`
      : `The newest copy is ${join(folder, newest)}: close Satchel, move ${path}, ${path}-wal and ${path}-shm away, and copy it to ${path}.`;
  const what = trouble.code === 'corrupt' ? 'The workspace’s file is damaged.' : trouble.message;
  return { code: trouble.code, message: `${what} ${advice}` };
}
