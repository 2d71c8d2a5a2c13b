import { err, isCurrency, isPhoneCountry, isTimeZone, ok, type Result } from '@satchel/core';
import { createWorkspace } from '../service/workspace.ts';
import { workspaceKeys } from '../workspace/keys.ts';
import { openWorkspace, type Workspace } from '../workspace/open-workspace.ts';
import { PASSPHRASE_USAGE, passphraseArguments, readPassphrase } from './passphrase.ts';

/** How a command opens a workspace, and what one that it makes says about itself; one that is there keeps its own. */
export interface WorkspaceOptions {
  readonly currency?: string | undefined;
  readonly country?: string | undefined;
  /** IANA. */
  readonly timeZone?: string | undefined;
  /** The file that holds the workspace's passphrase. */
  readonly passphraseFile?: string | undefined;
}

/** For parseArgs. */
export const workspaceArguments = {
  currency: { type: 'string' },
  country: { type: 'string' },
  'time-zone': { type: 'string' },
  ...passphraseArguments,
} as const;

/** How `workspaceArguments` look in a usage line. */
export const WORKSPACE_USAGE = `[--currency CODE] [--country CODE] [--time-zone ZONE] ${PASSPHRASE_USAGE}`;

/** What `workspaceArguments` were given. */
export const workspaceOptions = (
  values: Readonly<Partial<Record<keyof typeof workspaceArguments, string | undefined>>>,
): WorkspaceOptions => ({
  currency: values.currency,
  country: values.country,
  timeZone: values['time-zone'],
  passphraseFile: values['passphrase-file'],
});

/** Opens the workspace in a folder as the app does, or makes one there. The error is a sentence. */
export async function openCommandWorkspace(
  dir: string,
  options: WorkspaceOptions = {},
): Promise<Result<Workspace, string>> {
  const { currency = 'USD', country = 'US', timeZone = 'UTC' } = options;
  if (!isCurrency(currency)) return err(`"${currency}" is no currency: give three letters such as EUR.`);
  if (!isPhoneCountry(country)) return err(`"${country}" is no country: give two letters such as CH.`);
  if (!isTimeZone(timeZone)) return err(`"${timeZone}" is no time zone: give one such as Europe/Zurich.`);
  const passphrase = readPassphrase(options.passphraseFile, process.env);
  if (!passphrase.ok) return passphrase;
  const opened = await openWorkspace({ dir, keys: workspaceKeys(dir, passphrase.value) });
  if (!opened.ok) {
    const { code, message } = opened.error;
    return err(code === 'in-use' ? `${message} Close it there first.` : message);
  }
  const workspace = opened.value;
  const made = await createWorkspace(workspace, { name: 'Workspace', userName: 'Owner', currency, country, timeZone });
  if (made.ok) return ok(workspace);
  await workspace.close();
  return err(made.error.map(({ message }) => message).join(' '));
}
