import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Keychain, keysFromKeychain } from './keychain.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'satchel-keychain-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** A keychain in memory, as safe as its key is kept. */
function keychain(backend = 'gnome_libsecret', isAvailable = true): Keychain {
  const secret = randomBytes(32);
  const iv = Buffer.alloc(16);
  return {
    isEncryptionAvailable: () => isAvailable,
    getSelectedStorageBackend: () => backend,
    encryptString(text) {
      const cipher = createCipheriv('aes-256-gcm', secret, iv);
      return Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()]);
    },
    decryptString(bytes) {
      const decipher = createDecipheriv('aes-256-gcm', secret, iv).setAuthTag(bytes.subarray(-16));
      return decipher.update(bytes.subarray(0, -16), undefined, 'utf8') + decipher.final('utf8');
    },
  };
}

const place = (name: string): string => join(dir, name);
const key = new Uint8Array(32).fill(7);

test('a new workspace gets a key that the keychain seals and gives again', () => {
  const chain = keychain();
  const first = keysFromKeychain(chain, dir);
  expect([first.keys.length, first.keys[0]?.length, first.notice]).toEqual([1, 32, null]);
  expect(readdirSync(dir)).toEqual(['workspace.key.safe']);
  expect(statSync(place('workspace.key.safe')).mode & 0o777).toBe(0o600);
  writeFileSync(place('workspace.db'), 'data');
  expect(keysFromKeychain(chain, dir)).toEqual(first);
});

test('a key is never made for a database that is there', () => {
  for (const chain of [keychain(), keychain('basic_text'), keychain('kwallet', false)]) {
    writeFileSync(place('workspace.db'), 'data');
    expect(keysFromKeychain(chain, dir)).toEqual({ keys: [], notice: null });
    expect(readdirSync(dir)).toEqual(['workspace.db']);
  }
});

test('the key file of a command is taken over by the keychain', () => {
  writeFileSync(place('workspace.db'), 'data');
  writeFileSync(place('workspace.key'), key);
  const chain = keychain();
  const { keys, notice } = keysFromKeychain(chain, dir);
  expect([keys, notice]).toEqual([[key], 'The key of this workspace is now kept by the system’s keychain.']);
  expect(readdirSync(dir)).toEqual(['workspace.db', 'workspace.key.safe']);
  expect(keysFromKeychain(chain, dir)).toEqual({ keys: [key], notice: null });
});

test('a keychain that does not give back what it was given keeps nothing, and the key file stays', () => {
  writeFileSync(place('workspace.db'), 'data');
  writeFileSync(place('workspace.key'), key);
  const forgetful = { ...keychain(), decryptString: () => 'something else' };
  expect(keysFromKeychain(forgetful, dir).keys).toEqual([key]);
  expect(readdirSync(dir)).toEqual(['workspace.db', 'workspace.key']);
});

test('without a safe keychain the key stays a file of the user, who is told once', () => {
  for (const chain of [keychain('basic_text'), keychain('unknown'), keychain('kwallet', false)]) {
    const { keys, notice } = keysFromKeychain(chain, dir);
    expect([keys, existsSync(place('workspace.key.safe'))]).toEqual([[], false]);
    expect(notice).toContain('This system has no keychain that is safe');
    expect(notice).toContain(place('workspace.key'));
  }
  writeFileSync(place('workspace.key'), key);
  writeFileSync(place('workspace.db'), 'data');
  expect(keysFromKeychain(keychain('basic_text'), dir)).toEqual({ keys: [], notice: null });
  expect(new Uint8Array(readFileSync(place('workspace.key')))).toEqual(key);
});

test('a sealed key that the keychain does not open is told and left, and a key file from a backup is tried', () => {
  const made = keysFromKeychain(keychain(), dir).keys[0];
  const sealed = readFileSync(place('workspace.key.safe'));
  const other = keychain();
  expect(() => keysFromKeychain(other, dir)).toThrow('The system’s keychain does not open the key of this workspace');
  writeFileSync(place('workspace.key'), made ?? '');
  expect(keysFromKeychain(other, dir).keys).toEqual([made]);
  expect(readFileSync(place('workspace.key.safe')).equals(sealed)).toBe(true);
});

test('of two different keys both are tried and none is removed', () => {
  const chain = keychain();
  const made = keysFromKeychain(chain, dir).keys[0];
  writeFileSync(place('workspace.key'), key);
  expect(keysFromKeychain(chain, dir)).toEqual({ keys: [made, key], notice: null });
  expect(readdirSync(dir)).toEqual(['workspace.key', 'workspace.key.safe']);
});
