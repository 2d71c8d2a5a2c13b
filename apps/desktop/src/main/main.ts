import { join } from 'node:path';
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  MessageChannelMain,
  protocol,
  safeStorage,
  session,
  shell,
  type UtilityProcess,
  utilityProcess,
} from 'electron';
import { keysFromKeychain, type WorkspaceKeys } from './keychain.ts';
import { pageResponse } from './page-protocol.ts';

const folder = join(import.meta.dirname, '..');
const origin = 'app://satchel';

protocol.registerSchemesAsPrivileged([
  { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
]);

// A second start opens a window of the first.
if (app.requestSingleInstanceLock()) void main();
else app.quit();

async function main(): Promise<void> {
  app.enableSandbox();
  await app.whenReady();
  denyPermissions();
  protocol.handle('app', ({ url }) => pageResponse(join(folder, 'renderer'), url));
  const backend = startBackend();
  if (!backend) return;
  ipcMain.on('connect', ({ sender, senderFrame }) => {
    // Only the window's own page gets a line, never a frame inside it.
    if (senderFrame !== sender.mainFrame || !senderFrame?.url.startsWith(`${origin}/`)) return;
    const { port1, port2 } = new MessageChannelMain();
    backend.postMessage('window', [port1]);
    sender.postMessage('port', null, [port2]);
  });
  Menu.setApplicationMenu(menu());
  openWindow();
  app.on('second-instance', openWindow);
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) openWindow();
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
}

function startBackend(): UtilityProcess | undefined {
  const dir = process.env.SATCHEL_WORKSPACE ?? join(app.getPath('userData'), 'workspace');
  const { SATCHEL_PASSPHRASE: passphrase, SATCHEL_PASSPHRASE_FILE: passphraseFile } = process.env;
  let found: WorkspaceKeys;
  try {
    // The backend reads the passphrase, which then makes the key.
    found = (passphrase ?? passphraseFile) ? { keys: [], notice: null } : keysFromKeychain(safeStorage, dir);
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
  const backend = utilityProcess.fork(join(folder, 'backend/electron-backend.js'), [], {
    serviceName: 'Satchel backend',
  });
  const { keys, notice } = found;
  if (notice !== null) void dialog.showMessageBox({ type: 'info', message: 'Your workspace’s key', detail: notice });
  let isStopping = false;
  let hasEnded = false;
  backend.on('message', (message: unknown) => {
    if (typeof message !== 'object' || message === null || !('kind' in message)) return;
    if (message.kind === 'trouble' && 'message' in message) fail(String(message.message));
    if (message.kind === 'stopped') backend.kill();
    if (message.kind === 'keys' && 'dir' in message) backend.postMessage(keysOf(String(message.dir)));
  });
  backend.on('exit', () => {
    hasEnded = true;
    if (isStopping) app.quit();
    else fail('The part of Satchel that keeps your data has ended. Start Satchel again; nothing saved is lost.');
  });
  backend.postMessage({ kind: 'start', dir, keys, version: app.getVersion() });
  // The database is closed before the app goes.
  app.on('before-quit', (event) => {
    if (hasEnded) return;
    event.preventDefault();
    if (!isStopping) backend.postMessage('stop');
    isStopping = true;
  });
  return backend;
}

/** Of another workspace of this device. None: it says itself what is missing. */
function keysOf(dir: string): { readonly kind: 'keys'; readonly dir: string; readonly keys: readonly Uint8Array[] } {
  try {
    return { kind: 'keys', dir, keys: keysFromKeychain(safeStorage, dir).keys };
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return { kind: 'keys', dir, keys: [] };
  }
}

function openWindow(): void {
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    minWidth: 480,
    minHeight: 400,
    show: false,
    webPreferences: {
      preload: join(folder, 'preload/preload.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: true,
    },
  });
  window.once('ready-to-show', () => window.show());
  const { webContents } = window;
  webContents.on('will-navigate', (event) => event.preventDefault());
  webContents.on('will-frame-navigate', (event) => event.preventDefault());
  webContents.setWindowOpenHandler(({ url }) => {
    // Links of the user's records open in the user's browser.
    if (/^(?:https?|mailto|tel):/i.test(url)) void shell.openExternal(url);
    return { action: 'deny' };
  });
  void window.loadURL(`${origin}/`);
}

function denyPermissions(): void {
  const { defaultSession } = session;
  // Copying text is the one thing that the page asks for.
  const isAllowed = (permission: string): boolean => permission === 'clipboard-sanitized-write';
  defaultSession.setPermissionRequestHandler((_contents, permission, answer) => answer(isAllowed(permission)));
  defaultSession.setPermissionCheckHandler((_contents, permission) => isAllowed(permission));
}

function menu(): Menu {
  return Menu.buildFromTemplate([
    ...(process.platform === 'darwin' ? [{ role: 'appMenu' } as const] : []),
    {
      label: 'File',
      submenu: [
        { label: 'New Window', accelerator: 'CmdOrCtrl+Shift+N', click: openWindow },
        { role: process.platform === 'darwin' ? 'close' : 'quit' },
      ],
    },
    { role: 'editMenu' },
    {
      label: 'View',
      submenu: [
        { role: 'reload' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
  ]);
}

function fail(message: string): undefined {
  dialog.showErrorBox('Satchel could not go on', message);
  app.exit(1);
}
