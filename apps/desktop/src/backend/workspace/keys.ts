import { randomBytes, scryptSync } from 'node:crypto';
import { chmodSync, closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { err, ok, type Result } from '@satchel/core';
import type { WorkspaceTrouble } from './workspace-trouble.ts';

/** Where a workspace's key comes from. */
export interface KeyStore {
  /** 32 bytes. `isNew`: there is no database yet, so a key may be made; never for one that is there. */
  key(isNew: boolean): Result<Uint8Array, WorkspaceTrouble>;
  /** What is told when the key does not open the database; default: the database's own sentence. */
  readonly wrong?: string;
}

/**
 * How a workspace in a folder is opened: by a passphrase, or without one by a file of the folder that only its user can
 * read. A workspace keeps to the way that it was made with.
 */
export function workspaceKeys(dir: string, passphrase: string | undefined): KeyStore {
  const keyPath = join(dir, 'workspace.key');
  const saltPath = join(dir, 'workspace.salt');
  if (passphrase === undefined) {
    const file = fileKeyStore(keyPath);
    return { key: (isNew) => (existsSync(keyPath) ? file.key(isNew) : (keptElsewhere(dir) ?? file.key(isNew))) };
  }
  if (existsSync(keyPath) && !existsSync(saltPath)) return refused(noPassphrase);
  return passphraseKeyStore(passphrase, saltPath);
}

/** A file that only its user can read. */
export function fileKeyStore(path: string): KeyStore {
  return {
    key(isNew) {
      if (!existsSync(path)) {
        if (!isNew) return err(missingKey(path));
        writeSecret(path, randomBytes(32));
      }
      const key = new Uint8Array(readFileSync(path));
      if (key.length !== 32) return err(missingKey(path));
      keepToUser(path);
      return ok(key);
    },
  };
}

/** Stretches a passphrase with scrypt (RFC 7914), with the OWASP cost N=2^17, r=8, p=1; the salt lies in a file. */
function passphraseKeyStore(passphrase: string, saltPath: string): KeyStore {
  if (passphrase === '') return refused('The passphrase is empty.');
  return {
    wrong: 'This passphrase does not open the workspace. Nothing was changed.',
    key(isNew) {
      if (!existsSync(saltPath)) {
        if (!isNew) return err(missingKey(saltPath));
        writeSecret(saltPath, randomBytes(saltBytes));
      }
      const salt = readFileSync(saltPath);
      if (salt.length !== saltBytes) return err(missingKey(saltPath));
      const options = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 };
      return ok(new Uint8Array(scryptSync(passphrase.normalize('NFKC'), salt, 32, options)));
    },
  };
}

/** A key that somebody else keeps. */
export const givenKey = (key: Uint8Array): KeyStore => ({ key: () => ok(key) });

const saltBytes = 16;

const noPassphrase = 'This workspace has a key file and no passphrase: start without one.';

const refused = (message: string): KeyStore => ({ key: () => err({ code: 'missing-key', message }) });

/** The sentence that leads to the key of a workspace whose key is no file. */
function keptElsewhere(dir: string): Result<never, WorkspaceTrouble> | undefined {
  const message = existsSync(join(dir, 'workspace.salt'))
    ? 'This workspace opens with a passphrase: give it with --passphrase-file FILE or in SATCHEL_PASSPHRASE.'
    : existsSync(join(dir, 'workspace.key.safe'))
      ? 'The system’s keychain keeps the key of this workspace: open it with Satchel’s own window.'
      : undefined;
  return message === undefined ? undefined : err({ code: 'missing-key', message });
}

const missingKey = (path: string): WorkspaceTrouble => ({
  code: 'missing-key',
  message: `The key of this workspace is missing or damaged: ${path}. Put it back from your backup; nothing was changed.`,
});

/** Whole and on the disk before anything is encrypted with it. The folder is this process's by its lock. */
function writeSecret(path: string, bytes: Uint8Array): void {
  const file = openSync(`${path}.new`, 'w', 0o600);
  try {
    writeSync(file, bytes);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(`${path}.new`, path);
}

function keepToUser(path: string): void {
  try {
    chmodSync(path, 0o600);
  } catch {
    // On a read-only disk it stays as it is; the workspace then says that it cannot be written.
  }
}
