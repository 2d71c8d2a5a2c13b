import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** What is needed of Electron's safeStorage, which asks the operating system's keychain. */
export interface Keychain {
  isEncryptionAvailable(): boolean;
  encryptString(text: string): Buffer;
  decryptString(bytes: Buffer): string;
}

/**
 * The workspace's key, made on first use; the file holds it encrypted by the keychain.
 *
 * @throws Error with a sentence, when there is no keychain or it does not open the file
 */
export function keyFromKeychain(keychain: Keychain, path: string): Uint8Array {
  if (!keychain.isEncryptionAvailable()) {
    throw new Error('The system’s keychain is not available, so the workspace’s key cannot be kept safely.');
  }
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, keychain.encryptString(randomBytes(32).toString('base64')), { mode: 0o600, flag: 'wx' });
  }
  return new Uint8Array(Buffer.from(keychain.decryptString(readFileSync(path)), 'base64'));
}
