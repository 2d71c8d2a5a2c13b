import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { err, ok, type Result } from '@satchel/core';
import type { WorkspaceTrouble } from './workspace-trouble.ts';

/** That this process has the workspace open. */
export interface Lock {
  /** Where a second start finds this one. */
  setAddress(address: string): void;
  release(): void;
}

/** A lock left by a process that has ended is taken over. */
export function takeLock(dir: string, path: string): Result<Lock, WorkspaceTrouble> {
  mkdirSync(dir, { recursive: true });
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const text = (address: string): string => JSON.stringify({ pid: process.pid, address });
    try {
      writeFileSync(path, text(''), { flag: 'wx', mode: 0o600 });
      return ok({
        setAddress: (address) => writeFileSync(path, text(address), { mode: 0o600 }),
        release: () => rmSync(path, { force: true }),
      });
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === 'EACCES' || code === 'EROFS' || code === 'ENOTDIR') {
        return err({ code: 'not-writable', message: `The folder ${dir} cannot be written. Check its permissions.` });
      }
      if (code !== 'EEXIST') throw error;
    }
    const holder = readHolder(path);
    if (holder && isAlive(holder.pid)) {
      return err({
        code: 'in-use',
        message: `This workspace is open already${holder.address === '' ? '' : ` at ${holder.address}`}.`,
        ...(holder.address === '' ? {} : { address: holder.address }),
      });
    }
    rmSync(path, { force: true });
  }
  return err({ code: 'in-use', message: 'Another program is just opening this workspace. Try again.' });
}

/** Undefined for what is no lock of ours, such as a file that a crash left empty. */
function readHolder(path: string): { readonly pid: number; readonly address: string } | undefined {
  try {
    const holder: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof holder !== 'object' || holder === null || !('pid' in holder) || !('address' in holder)) return undefined;
    const { pid, address } = holder;
    return typeof pid === 'number' && typeof address === 'string' ? { pid, address } : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
