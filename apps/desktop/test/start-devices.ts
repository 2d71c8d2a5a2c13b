import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FieldValue } from '@satchel/core';
import { workspaceKeys } from '../src/backend/workspace/keys.ts';
import { type OpenDesk, openDesk } from '../src/backend/workspaces/desk.ts';
import type { Answer, Method, Params } from '../src/shared/api.ts';
import { type StartedServer, startServer } from './start-server.ts';

export interface Device {
  readonly home: string;
  readonly call: <M extends Method>(method: M, params: Params<M>) => Promise<Answer<M>>;
  /** Of its workspaces, and which one is open. */
  readonly names: () => Promise<readonly (readonly [string, boolean])[]>;
  readonly heard: string[];
  readonly close: () => Promise<void>;
}

/** Waits for what a server and devices do by themselves. */
export async function until(what: string, holds: () => Promise<boolean> | boolean, everyMs = 20): Promise<void> {
  const end = Date.now() + 60_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`This never came: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

const password = 'correct horse battery';

/** Devices with all their workspaces, as a host opens them, and a real server beside them. */
export function startDevices() {
  let server: StartedServer | undefined;
  const desks: OpenDesk[] = [];
  const folders: string[] = [];
  let ids = 0;
  const address = (): string => server?.address ?? '';

  async function openDevice(home = mkdtempSync(join(tmpdir(), 'satchel-desk-'))): Promise<Device> {
    folders.push(home);
    const heard: string[] = [];
    const opened = await openDesk({
      home,
      keysOf: (dir) => Promise.resolve([workspaceKeys(dir, undefined)]),
      host: 'browser',
      version: '1.2.3',
      announce: (name) => void heard.push(name),
    });
    if (!opened.ok) throw new Error(opened.error.message);
    desks.push(opened.value);
    const { handlers, close } = opened.value;
    const call: Device['call'] = async (method, params) => await handlers[method](params);
    return {
      home,
      call,
      heard,
      close,
      names: async () =>
        (await call('workspaces.list', {})).workspaces.map(({ name, isOpen }) => [name, isOpen] as const),
    };
  }

  const isOnline = async (device: Device): Promise<boolean> => {
    const { state, waiting } = await device.call('sync.status', {});
    return state === 'online' && waiting === 0;
  };
  const everything = { and: [] };
  return {
    password,
    address,
    until,
    openDevice,
    isOnline,
    start: async (): Promise<void> => {
      server = await startServer();
    },
    close: async (): Promise<void> => {
      for (const desk of desks.splice(0)) await desk.close();
      for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
    },
    stop: async (): Promise<void> => await server?.close(),
    setUp: async (device: Device, name: string): Promise<void> => {
      const named = { name, userName: 'Ada', currency: 'USD', country: 'US', withSample: false };
      await device.call('workspace.create', named);
    },
    /** Makes records by one change; gives their ids. */
    make: async (
      device: Device,
      entity: string,
      ...records: readonly Readonly<Record<string, FieldValue>>[]
    ): Promise<readonly string[]> => {
      const made = records.map((fields) => ({
        id: `0199b0f0-0000-7000-8000-${String(++ids).padStart(12, '0')}`,
        fields,
      }));
      const intentions = made.map(({ id, fields }) => ({ kind: 'create', entity, id, fields })) as unknown;
      const result = await device.call('changes.commit', { intentions } as Params<'changes.commit'>);
      if (!result.ok) throw new Error(result.error.map(({ message }) => message).join(' '));
      return made.map(({ id }) => id);
    },
    companies: async (device: Device): Promise<readonly unknown[]> =>
      (await device.call('records.page', { entity: 'company', where: everything, limit: 50 })).rows.map(
        ({ name }) => name,
      ),
    count: async (device: Device, entity: string): Promise<number> =>
      await device.call('records.count', { entity, where: everything }),
    connect: async (device: Device, email: string, as: 'new' | 'account', secret = password): Promise<void> => {
      const asked = { address: address(), email, password: secret, as, name: 'Ada' };
      const met = await device.call('sync.connect', asked);
      if (!met.ok) throw new Error(met.error.map(({ message }) => message).join(' '));
      await until('it is connected', () => isOnline(device));
    },
  };
}
