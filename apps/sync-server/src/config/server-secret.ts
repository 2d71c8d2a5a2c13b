import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerConfig } from './server-config.ts';

/** The configured secret, or one that was made at the first start and is kept where only this user reads it. */
export function serverSecret({ secret, dataFolder }: Pick<ServerConfig, 'secret' | 'dataFolder'>): string {
  if (secret !== null) return secret;
  const file = join(dataFolder, 'secret-key');
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  try {
    writeFileSync(file, randomBytes(32).toString('base64url'), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return readFileSync(file, 'utf8').trim();
}
