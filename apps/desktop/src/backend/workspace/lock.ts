import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { err, ok, type Result } from '@satchel/core';
import { holdFile } from '@satchel/db';
import type { WorkspaceTrouble } from './workspace-trouble.ts';

/** That this process has the workspace open. */
export interface Lock {
  /** Where a second start finds this one. */
  readonly setAddress: (address: string) => void;
  /** Gives the workspace back. Later calls do nothing, also when somebody else has it by then. */
  readonly release: () => void;
}

/**
 * Takes a workspace's folder, which must be there. `lock.held` is held by the operating system for as long as the
 * process lives, so that nothing is left of one that was killed, and a reused process number means nothing; `lock` only
 * says who it is, and where.
 */
export function takeLock(dir: string): Result<Lock, WorkspaceTrouble> {
  const note = join(dir, 'lock');
  const held = holdFile(join(dir, 'lock.held'));
  if (!held.ok) return err(held.error.code === 'locked' ? inUse(readAddress(note)) : held.error);
  let isReleased = false;
  const write = (address: string): void => {
    // Whoever reads it meanwhile reads the one before, whole.
    writeFileSync(`${note}.new`, JSON.stringify({ pid: process.pid, address }), { mode: 0o600 });
    renameSync(`${note}.new`, note);
  };
  const release = (): void => {
    if (isReleased) return;
    isReleased = true;
    try {
      for (const path of [note, `${note}.new`]) rmSync(path, { force: true });
    } finally {
      held.value.release();
    }
  };
  try {
    write('');
  } catch (error) {
    release();
    throw error;
  }
  return ok({
    setAddress(address) {
      if (!isReleased) write(address);
    },
    release,
  });
}

const inUse = (address: string): WorkspaceTrouble => ({
  code: 'in-use',
  message: `This workspace is open already${address === '' ? '' : ` at ${address}`}.`,
  ...(address === '' ? {} : { address }),
});

/** Empty when whoever holds it serves no page, or not yet. */
function readAddress(note: string): string {
  try {
    const said: unknown = JSON.parse(readFileSync(note, 'utf8'));
    const address: unknown = typeof said === 'object' && said !== null ? Reflect.get(said, 'address') : '';
    return typeof address === 'string' ? address : '';
  } catch {
    return '';
  }
}
