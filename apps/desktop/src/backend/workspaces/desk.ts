import { randomBytes } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { err, ok, type Refusal, type Result } from '@satchel/core';
import type { Announcement, Announcements } from '../../shared/api.ts';
import type { Handlers } from '../../shared/rpc.ts';
import { createHandlers } from '../service/handlers.ts';
import type { Desk, ServiceOptions } from '../service/service-options.ts';
import { serverAccount } from '../sync/server-account.ts';
import type { KeyStore } from '../workspace/keys.ts';
import { type OpenWorkspaceOptions, openWorkspace, type Workspace } from '../workspace/open-workspace.ts';
import type { WorkspaceTrouble } from '../workspace/workspace-trouble.ts';
import { firstId, folderOf, type KnownWorkspace, readRegistry, writeRegistry } from './registry.ts';
import { wipeFolder } from './wipe-folder.ts';

export interface OpenDeskOptions {
  /** The folder of the first workspace; others lie below it. */
  readonly home: string;
  /** How a workspace in a folder is opened; several: the first that fits. */
  readonly keysOf: (dir: string) => Promise<readonly KeyStore[]>;
  readonly host: ServiceOptions['host'];
  readonly version: string;
  readonly announce: <A extends Announcement>(name: A, announcement: Announcements[A]) => void;
  readonly databaseThreadUrl?: OpenWorkspaceOptions['databaseThreadUrl'];
  /** Told of a workspace as soon as it is open, before any window asks. */
  readonly onOpened?: (workspace: Workspace) => Promise<void>;
}

export interface OpenDesk {
  /** Of whichever workspace is open. */
  readonly handlers: Handlers;
  readonly setAddress: (address: string) => void;
  readonly close: () => Promise<void>;
}

interface Opened {
  readonly id: string;
  readonly workspace: Workspace;
  readonly handlers: Handlers;
}

/** Opens the workspace that was open last. */
export async function openDesk(options: OpenDeskOptions): Promise<Result<OpenDesk, WorkspaceTrouble>> {
  const { home } = options;
  let address = '';
  let notice: string | null = null;
  /** What changes which workspace is open takes turns; whoever asks meanwhile waits for it. */
  let turn: Promise<unknown> = Promise.resolve();

  const openOne = async (
    id: string,
    prepare?: (workspace: Workspace) => void,
  ): Promise<Result<Opened, WorkspaceTrouble>> => {
    const opened = await openByKeys(options, folderOf(home, id));
    if (!opened.ok) return opened;
    const workspace = opened.value;
    await options.onOpened?.(workspace);
    prepare?.(workspace);
    workspace.setAddress(address);
    const announce: ServiceOptions['announce'] = (name, value) => {
      // What one that was closed still says is of no window.
      if (current?.workspace === workspace || current === undefined) options.announce(name, value);
    };
    const { host, version } = options;
    return ok({ id, workspace, handlers: createHandlers({ workspace, host, version, announce, desk }) });
  };

  /** Windows begin anew with it. */
  const show = (next: Opened, before?: Opened, to = '/'): void => {
    current = next;
    const lines = [next, ...(before ? [before] : [])].map(lineOf);
    const others = readRegistry(home).known.filter((one) => !lines.some(({ id }) => id === one.id));
    writeRegistry(home, { open: next.id, known: [...others, ...lines] });
    options.announce('reopened', { to });
  };

  const forgetClosed = (id: string): Result<null, WorkspaceTrouble> => {
    const dir = folderOf(home, id);
    const wiped = wipeFolder(dir);
    if (!wiped.ok) return wiped;
    if (id !== firstId) rmSync(dir, { recursive: true, force: true });
    const { open, known } = readRegistry(home);
    writeRegistry(home, { open, known: known.filter((one) => one.id !== id) });
    return wiped;
  };

  const switchTo = async (
    id: string,
    prepare?: (workspace: Workspace) => void,
    to?: string,
  ): Promise<Result<null, readonly Refusal[]>> => {
    const before = current;
    if (before?.id === id) return ok(null);
    const next = await openOne(id, prepare);
    if (!next.ok) return err([{ code: next.error.code, message: next.error.message }]);
    show(next.value, before, to);
    const isEmpty = before?.workspace.isSetUp() === false;
    await before?.workspace.close();
    if (before && isEmpty) forgetClosed(before.id);
    return ok(null);
  };

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = turn.then(work);
    turn = mine.catch(() => undefined);
    return mine;
  };

  const desk: Desk = {
    list() {
      const { known } = readRegistry(home);
      const others = known.filter(({ id }) => id !== current?.id);
      const lines = current ? [lineOf(current), ...others] : others;
      return lines
        .map((line) => ({ ...line, isOpen: line.id === current?.id }))
        .toSorted((a, b) => a.name.localeCompare(b.name));
    },
    open: (id) =>
      inTurn(async () => {
        if (!desk.list().some((one) => one.id === id)) {
          return err([notHere]);
        }
        notice = null;
        return await switchTo(id);
      }),
    add: (prepare, to) =>
      inTurn(async () => {
        notice = null;
        return await switchTo(freeId(home, desk.list()), prepare, to);
      }),
    async withOther(id, work) {
      if (id === current?.id || !desk.list().some((one) => one.id === id)) return err([notHere]);
      const opened = await openByKeys(options, folderOf(home, id));
      if (!opened.ok) return err([{ code: opened.error.code, message: opened.error.message }]);
      try {
        return ok(await work(opened.value));
      } finally {
        await opened.value.close();
      }
    },
    remove: (id) =>
      inTurn(async () => {
        const { known } = readRegistry(home);
        if (id === current?.id || !known.some((one) => one.id === id)) return err([notHere]);
        const wiped = forgetClosed(id);
        return await Promise.resolve(
          wiped.ok ? wiped : err([{ code: wiped.error.code, message: wiped.error.message }]),
        );
      }),
    wipe: (told) =>
      inTurn(async () => {
        const gone = current;
        if (!gone) return ok(null);
        current = undefined;
        await gone.workspace.close();
        const wiped = wipeFolder(gone.workspace.dir);
        if (wiped.ok) {
          if (gone.id !== firstId) rmSync(gone.workspace.dir, { recursive: true, force: true });
          notice = told;
          writeRegistry(home, { open: firstId, known: readRegistry(home).known.filter(({ id }) => id !== gone.id) });
        }
        const rest = [...readRegistry(home).known.map(({ id }) => id), firstId];
        for (const id of wiped.ok ? rest : [gone.id, ...rest]) {
          const next = await openOne(id);
          if (!next.ok) continue;
          show(next.value);
          break;
        }
        return wiped.ok ? ok(null) : err([{ code: wiped.error.code, message: wiped.error.message }]);
      }),
    notice: () => notice,
  };

  let current: Opened | undefined;
  const last = readRegistry(home).open;
  const opened = await openOne(existsSync(folderOf(home, last)) ? last : firstId);
  if (!opened.ok) return opened;
  current = opened.value;
  const first = opened.value.handlers;
  const whenOpen = async (): Promise<Opened> => {
    // While one is closed and another one opened nothing can be asked of either.
    await turn;
    if (current === undefined) throw new Error('No workspace is open. Start Satchel again.');
    return current;
  };
  const answer = (method: keyof Handlers) => (params: unknown) => {
    if (current) return current.handlers[method](params);
    return whenOpen().then(({ handlers }): unknown => handlers[method](params));
  };
  // Each answers what the same method of the open workspace answers.
  const handlers = Object.fromEntries(
    Object.keys(first).map((method) => [method, answer(method as keyof Handlers)]),
  ) as unknown as Handlers;
  return ok({
    handlers,
    setAddress(next) {
      address = next;
      current?.workspace.setAddress(next);
    },
    close: () => inTurn(async () => await current?.workspace.close()),
  });
}

const notHere: Refusal = { code: 'not-found', message: 'This workspace is not on this device any more.' };

async function openByKeys(
  { keysOf, databaseThreadUrl }: OpenDeskOptions,
  dir: string,
): Promise<Result<Workspace, WorkspaceTrouble>> {
  const [first, ...others] = await keysOf(dir);
  const rest = { dir, ...(databaseThreadUrl ? { databaseThreadUrl } : {}) };
  let opened = await openWorkspace({ ...rest, ...(first ? { keys: first } : {}) });
  for (const keys of others) {
    if (opened.ok || opened.error.code !== 'wrong-key') break;
    opened = await openWorkspace({ ...rest, keys });
  }
  return opened;
}

function lineOf({ id, workspace }: Opened): KnownWorkspace {
  const name = workspace.isSetUp() ? workspace.profile().name : 'New workspace';
  return { id, name, server: serverAccount(workspace.store)?.address ?? null };
}

/** The folder itself when its workspace was wiped, else a new one below it. */
function freeId(home: string, known: readonly { readonly id: string }[]): string {
  return known.some(({ id }) => id === firstId) || existsSync(`${home}/workspace.db`)
    ? randomBytes(6).toString('hex')
    : firstId;
}
