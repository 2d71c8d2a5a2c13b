import { readFileSync } from 'node:fs';
import { err, ok, type Result } from '@satchel/core';
import { fromCaller } from './called-from.ts';

/** For parseArgs. */
export const passphraseArguments = { 'passphrase-file': { type: 'string' } } as const;

/** How `passphraseArguments` look in a usage line. */
export const PASSPHRASE_USAGE = '[--passphrase-file FILE]';

/**
 * The passphrase of a workspace: the first line of the file, else what `SATCHEL_PASSPHRASE` holds or the file that
 * `SATCHEL_PASSPHRASE_FILE` names; undefined without any. It is never an argument, which every user of the machine
 * could read. The error is a sentence.
 */
export function readPassphrase(
  file: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): Result<string | undefined, string> {
  const { SATCHEL_PASSPHRASE: said, SATCHEL_PASSPHRASE_FILE: named } = environment;
  const path = file ?? (said === undefined ? named : undefined);
  if (path === undefined) return ok(said);
  try {
    return ok(readFileSync(fromCaller(path), 'utf8').split(/\r?\n/, 1)[0] ?? '');
  } catch {
    return err(`The file with the passphrase cannot be read: ${path}.`);
  }
}
