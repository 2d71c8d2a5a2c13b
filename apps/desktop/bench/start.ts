import { everything } from '@satchel/core';
import { WebSocket } from 'ws';
import { serveWorkspace } from '../e2e/serve-workspace.ts';
import { createWsPort } from '../src/backend/host/ws-port.ts';
import { type Client, createClient } from '../src/shared/rpc.ts';
import { median, printFigure } from './figure.ts';
import { withLargeWorkspaces } from './large-workspaces.ts';

const rounds = 7;

/** From the start of the backend's process to the first rows of a list, in a workspace of 100,000 contacts. */
export async function benchStart(): Promise<void> {
  await withLargeWorkspaces([{ contacts: 100_000, deals: 0 }], async ([workspace]) => {
    if (!workspace) throw new Error('The workspace is missing.');
    const times: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const startMs = performance.now();
      const app = await serveWorkspace(workspace.dir);
      const client = await connect(app.address);
      const page = await client.call('records.page', { entity: 'contact', where: everything, limit: 50 });
      times.push(performance.now() - startMs);
      if (page.rows.length !== 50) throw new Error('The first rows are missing.');
      await app.stop();
    }
    printFigure({
      name: 'cold start at 100,000',
      value: median(times),
      unit: 'ms',
      floor: null,
      most: 500,
      note: `median of ${rounds} new processes, from their start to the first 50 rows over the socket; the file is in the system’s cache`,
    });
  });
}

/** As a browser that was given the address: the token becomes a cookie. */
async function connect(address: string): Promise<Client> {
  const { origin, host } = new URL(address);
  const page = await fetch(address, { redirect: 'manual' });
  const [cookie] = page.headers.getSetCookie();
  const socket = new WebSocket(`ws://${host}/port`, { headers: { origin, cookie: cookie?.split(';')[0] ?? '' } });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  return createClient(createWsPort(socket));
}
