import { randomBytes, scryptSync } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { err, ok, type Result } from '@satchel/core';
import type { WorkspaceTrouble } from './workspace-trouble.ts';

/** Where a workspace's key comes from. The operating system's keychain implements it in the main process. */
export interface KeyStore {
  /** 32 bytes. `isNew`: there is no database yet, so a key may be made. */
  key(isNew: boolean): Result<Uint8Array, WorkspaceTrouble>;
}

/** A file that only its user can read. */
export function fileKeyStore(path: string): KeyStore {
  return {
    key(isNew) {
      if (!existsSync(path)) {
        if (!isNew) return err(missingKey(path));
        writeFileSync(path, randomBytes(32), { mode: 0o600, flag: 'wx' });
      }
      const key = new Uint8Array(readFileSync(path));
      return key.length === 32 ? ok(key) : err(missingKey(path));
    },
  };
}

/** Stretches a passphrase with scrypt (RFC 7914), with the OWASP cost N=2^17, r=8, p=1; the salt lies in a file. */
export function passphraseKeyStore(passphrase: string, saltPath: string): KeyStore {
  return {
    key(isNew) {
      if (!existsSync(saltPath)) {
        if (!isNew) return err(missingKey(saltPath));
        writeFileSync(saltPath, randomBytes(16), { mode: 0o600, flag: 'wx' });
      }
      const salt = readFileSync(saltPath);
      const options = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 };
      return ok(new Uint8Array(scryptSync(passphrase.normalize('NFKC'), salt, 32, options)));
    },
  };
}

/** A key that somebody else keeps. */
export const givenKey = (key: Uint8Array): KeyStore => ({ key: () => ok(key) });

const missingKey = (path: string): WorkspaceTrouble => ({
  code: 'missing-key',
  message: `The key of this workspace is missing or damaged: ${path}. Put it back from your backup; nothing was changed.`,
});
