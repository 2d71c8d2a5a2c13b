import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What is needed of Electron's safeStorage, which asks the operating system's keychain. */
export interface Keychain {
  isEncryptionAvailable(): boolean;
  /** On Linux only: which of its keychains it asks (https://www.electronjs.org/docs/latest/api/safe-storage). */
  getSelectedStorageBackend?(): string;
  encryptString(text: string): Buffer;
  decryptString(bytes: Buffer): string;
}

/** What the main process knows of a workspace’s key. */
export interface WorkspaceKeys {
  /**
   * Keys to try, best first. Empty: the workspace's own key file is asked, which makes a key for a new workspace only
   * and says so when that of another is lost.
   */
  readonly keys: readonly Uint8Array[];
  /** What the user should know of how the key is kept. */
  readonly notice: string | null;
}

/**
 * The key of the workspace in a folder. The keychain seals it in `workspace.key.safe`; a key file that a command made is
 * taken over. A key is made only where there is no database: a lost key must not look like an empty workspace.
 *
 * @throws Error with a sentence, when the keychain does not open what it has sealed
 */
export function keysFromKeychain(keychain: Keychain, dir: string): WorkspaceKeys {
  const sealedPath = join(dir, 'workspace.key.safe');
  const filePath = join(dir, 'workspace.key');
  const isSafe = isSafeKeychain(keychain);
  const inFile = readKey(filePath);
  if (existsSync(sealedPath)) {
    const sealed = unseal(keychain, sealedPath);
    if (!sealed && !inFile) throw new Error(lockedSentence(sealedPath));
    if (sealed && inFile && Buffer.from(sealed).equals(inFile) && isSafe) rmSync(filePath);
    // Two different ones: nobody but the database can tell which is the right one, so that neither is removed.
    return { keys: [sealed, inFile].filter((key) => key !== undefined), notice: null };
  }
  if (!isSafe) {
    const isFirst = !existsSync(join(dir, 'workspace.db'));
    return { keys: [], notice: isFirst ? unsafeNotice(filePath) : null };
  }
  if (inFile) {
    if (!seal(keychain, sealedPath, inFile)) return { keys: [inFile], notice: null };
    rmSync(filePath);
    return { keys: [inFile], notice: `The key of this workspace is now kept by the system’s keychain.` };
  }
  const isOther = ['workspace.db', 'workspace.salt', 'workspace.key'].some((name) => existsSync(join(dir, name)));
  if (isOther) return { keys: [], notice: null };
  const made = new Uint8Array(randomBytes(32));
  mkdirSync(dir, { recursive: true });
  return seal(keychain, sealedPath, made)
    ? { keys: [made], notice: null }
    : { keys: [], notice: unsafeNotice(filePath) };
}

/** `basic_text` only hides: its password is the same on every machine. */
const isSafeKeychain = (keychain: Keychain): boolean =>
  keychain.isEncryptionAvailable() && !['basic_text', 'unknown'].includes(keychain.getSelectedStorageBackend?.() ?? '');

const unsafeNotice = (path: string): string =>
  `This system has no keychain that is safe, so the key of your workspace is kept in ${path}, which only you can read. Whoever can read that file can read your workspace: keep it to yourself, or start Satchel with a passphrase (SATCHEL_PASSPHRASE).`;

const lockedSentence = (path: string): string =>
  `The system’s keychain does not open the key of this workspace (${path}). Unlock the keychain or sign in as the user who made the workspace, or put workspace.key back from your backup; nothing was changed.`;

/** False when the keychain does not give back what it was given. */
function seal(keychain: Keychain, path: string, key: Uint8Array): boolean {
  writeFileSync(`${path}.new`, keychain.encryptString(Buffer.from(key).toString('base64')), {
    mode: 0o600,
    flush: true,
  });
  const back = unseal(keychain, `${path}.new`);
  if (!back || !Buffer.from(back).equals(key)) {
    rmSync(`${path}.new`);
    return false;
  }
  renameSync(`${path}.new`, path);
  return true;
}

function unseal(keychain: Keychain, path: string): Uint8Array | undefined {
  try {
    const key = new Uint8Array(Buffer.from(keychain.decryptString(readFileSync(path)), 'base64'));
    return key.length === 32 ? key : undefined;
  } catch {
    return undefined;
  }
}

function readKey(path: string): Uint8Array | undefined {
  if (!existsSync(path)) return undefined;
  const key = new Uint8Array(readFileSync(path));
  return key.length === 32 ? key : undefined;
}
