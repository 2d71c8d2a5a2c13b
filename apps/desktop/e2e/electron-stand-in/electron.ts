import { EventEmitter } from 'node:events';
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';

/**
 * A small stand-in for the module `electron`. It is NOT Electron: it runs the built main process in Node, the backend in
 * a worker, and keeps what main asked for in `seen`, so that the wiring can be checked where Electron is not to be had.
 */
export const seen = {
  windowOptions: [] as unknown[],
  loaded: [] as string[],
  navigationsPrevented: 0,
  windowOpenAnswers: [] as unknown[],
  permissions: {} as Record<string, boolean>,
  errors: [] as string[],
  pages: [] as ((request: { readonly url: string }) => Promise<Response>)[],
  /** What the preload would get: the page's end of a line. */
  ports: [] as MessagePort[],
  hasQuit: false,
};

class App extends EventEmitter {
  requestSingleInstanceLock = (): boolean => true;
  enableSandbox = (): void => undefined;
  whenReady = (): Promise<void> => Promise.resolve();
  getPath = (): string => process.cwd();
  getVersion = (): string => '9.9.9';
  exit = (): void => undefined;
  quit(): void {
    let isPrevented = false;
    this.emit('before-quit', { preventDefault: () => (isPrevented = true) });
    if (!isPrevented) {
      seen.hasQuit = true;
      this.emit('gone');
    }
  }
}
export const app = new App();

class WebContents extends EventEmitter {
  readonly mainFrame = { url: 'app://satchel/' };
  setWindowOpenHandler(handler: (details: { readonly url: string }) => unknown): void {
    seen.windowOpenAnswers.push(handler({ url: 'file:///etc/passwd' }));
  }
  postMessage(_channel: string, _message: unknown, ports: readonly { readonly raw: MessagePort }[]): void {
    for (const { raw } of ports) seen.ports.push(raw);
  }
}

export class BrowserWindow extends EventEmitter {
  static all: BrowserWindow[] = [];
  static getAllWindows = (): readonly BrowserWindow[] => BrowserWindow.all;
  readonly webContents = new WebContents();
  constructor(options: unknown) {
    super();
    seen.windowOptions.push(options);
    BrowserWindow.all.push(this);
  }
  show = (): void => undefined;
  loadURL(url: string): Promise<void> {
    seen.loaded.push(url);
    for (const event of ['will-navigate', 'will-frame-navigate']) {
      this.webContents.emit(event, { preventDefault: () => (seen.navigationsPrevented += 1) });
    }
    return Promise.resolve();
  }
}

export const ipcMain = new EventEmitter();
export const dialog = { showErrorBox: (_title: string, text: string) => void seen.errors.push(text) };
export const Menu = { buildFromTemplate: (template: unknown) => template, setApplicationMenu: () => undefined };
export const protocol = {
  registerSchemesAsPrivileged: () => undefined,
  handle: (_scheme: string, page: (typeof seen.pages)[number]) => void seen.pages.push(page),
};
export const safeStorage = {
  isEncryptionAvailable: () => true,
  encryptString: (text: string) => Buffer.from(text).reverse(),
  decryptString: (bytes: Buffer) => Buffer.from(bytes).reverse().toString(),
};
export const shell = { openExternal: () => Promise.resolve() };

type PermissionRequest = (contents: null, permission: string, answer: (isAllowed: boolean) => void) => void;
export const session = {
  defaultSession: {
    setPermissionRequestHandler(handler: PermissionRequest): void {
      for (const permission of ['media', 'geolocation', 'notifications', 'clipboard-read', 'openExternal']) {
        handler(null, permission, (isAllowed) => {
          seen.permissions[permission] = isAllowed;
        });
      }
    },
    setPermissionCheckHandler: () => undefined,
  },
};

export class MessageChannelMain {
  readonly port1: { readonly raw: MessagePort };
  readonly port2: { readonly raw: MessagePort };
  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.port1 = { raw: port1 };
    this.port2 = { raw: port2 };
  }
}

class Backend extends EventEmitter {
  readonly #worker: Worker;
  constructor(file: string) {
    super();
    this.#worker = new Worker(file, { execArgv: ['--import', new URL('./parent-port.ts', import.meta.url).href] });
    this.#worker.on('message', (message) => this.emit('message', message));
    this.#worker.on('error', (error) => seen.errors.push(String(error)));
    this.#worker.on('exit', () => this.emit('exit'));
  }
  postMessage(data: unknown, ports: readonly { readonly raw: MessagePort }[] = []): void {
    const raw = ports.map((port) => port.raw);
    this.#worker.postMessage({ data, ports: raw }, raw);
  }
  kill(): boolean {
    void this.#worker.terminate();
    return true;
  }
}
export const utilityProcess = { fork: (file: string) => new Backend(file) };
