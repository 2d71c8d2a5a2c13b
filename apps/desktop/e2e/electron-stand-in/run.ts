import { once } from 'node:events';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { createMessagePort } from '../../src/shared/ports/message-port.ts';
import { createClient } from '../../src/shared/rpc.ts';
import { app, BrowserWindow, ipcMain, seen } from './electron.ts';

/** Runs the built main process and backend on the stand-in, and prints as one JSON line what came of it. */
const out = join(import.meta.dirname, '../../out');
const standIn = new URL('./electron.ts', import.meta.url).href;
registerHooks({
  resolve: (name, context, next) => (name === 'electron' ? { url: standIn, shortCircuit: true } : next(name, context)),
});

await import(join(out, 'main/main.js'));
await new Promise((resolve) => setTimeout(resolve, 50));

const [window] = BrowserWindow.all;
const { webContents } = window ?? new BrowserWindow({});
const frame = webContents.mainFrame;
ipcMain.emit('connect', { sender: webContents, senderFrame: { url: 'https://evil.example/' } });
const afterForeignFrame = seen.ports.length;
ipcMain.emit('connect', { sender: webContents, senderFrame: frame });
const [port] = seen.ports;
if (!port) throw new Error('There is no port.');
const client = createClient(
  createMessagePort({
    postMessage: (message) => port.postMessage(message),
    start: () => port.start(),
    close: () => port.close(),
    addEventListener: (type, listener) => port.on(type, (data: unknown) => listener({ data } as never)),
  }),
);
const status = await client.call('workspace.status', {});
const created = await client.call('workspace.create', {
  name: 'Wired',
  userName: 'Ada',
  currency: 'USD',
  country: 'US',
  withSample: false,
});
const stages = await client.call('records.count', { entity: 'stage', where: { and: [] } });
const [page] = seen.pages;
const response = await page?.({ url: 'app://satchel/deals/anything' });
const outside = await page?.({ url: 'app://satchel/..%2f..%2fpackage.json' });

app.emit('second-instance');
const windows = BrowserWindow.all.length;
const gone = once(app, 'gone');
app.quit();
await gone;
port.close();
console.log(
  JSON.stringify({
    ...seen,
    ports: undefined,
    pages: undefined,
    afterForeignFrame,
    status,
    created,
    hasStages: stages > 0,
    windows,
    policy: response?.headers.get('content-security-policy'),
    outside: await outside?.text(),
  }),
);
