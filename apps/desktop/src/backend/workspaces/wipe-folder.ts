import { randomFillSync } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readdirSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { ok, type Result } from '@satchel/core';
import { takeLock } from '../workspace/lock.ts';
import type { WorkspaceTrouble } from '../workspace/workspace-trouble.ts';

const keyFiles = [
  'workspace.key',
  'workspace.key.new',
  'workspace.key.safe',
  'workspace.key.safe.new',
  'workspace.salt',
];

/**
 * Removes a closed workspace: its keys first, written over so that nothing that a disk keeps of the database can be read
 * again, then the database, its log and every copy. What else lies in the folder stays.
 */
export function wipeFolder(dir: string): Result<null, WorkspaceTrouble> {
  const lock = takeLock(dir);
  if (!lock.ok) return lock;
  try {
    for (const name of keyFiles) overwrite(join(dir, name));
    for (const name of readdirSync(dir)) {
      if (keyFiles.includes(name) || name === 'backups' || name.startsWith('workspace.db')) {
        rmSync(join(dir, name), { recursive: true, force: true });
      }
    }
  } finally {
    lock.value.release();
  }
  return ok(null);
}

function overwrite(path: string): void {
  if (!existsSync(path)) return;
  const file = openSync(path, 'r+');
  try {
    writeSync(file, randomFillSync(Buffer.alloc(statSync(path).size)));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
