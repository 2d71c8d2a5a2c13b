import type { Port } from '../../shared/port.ts';

/** What is needed of Electron's MessagePortMain; nothing that is tested imports Electron. */
export interface MessagePortMainLike {
  postMessage(message: unknown): void;
  start(): void;
  close(): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
}

/** The backend’s end of a line to one of Electron’s windows. */
export function createMessagePortMainPort(port: MessagePortMainLike): Port {
  return {
    post: (message) => port.postMessage(message),
    onMessage(listener) {
      port.on('message', ({ data }) => listener(data));
      port.start();
    },
    onClose: (listener) => void port.on('close', listener),
    close: () => port.close(),
  };
}
