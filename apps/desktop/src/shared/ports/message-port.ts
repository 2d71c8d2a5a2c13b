import type { Port } from '../port.ts';

/** What is needed of a browser's or worker's MessagePort; this layer does not know the DOM. */
export interface MessagePortLike {
  postMessage(message: unknown): void;
  start(): void;
  close(): void;
  addEventListener(type: string, listener: (event: never) => void): void;
}

/** Messages wait in the port until there is a listener. */
export function createMessagePort(port: MessagePortLike): Port {
  return {
    post: (message) => port.postMessage(message),
    onMessage(listener) {
      port.addEventListener('message', ({ data }: { readonly data: unknown }) => listener(data));
      port.start();
    },
    onClose: (listener) => port.addEventListener('close', () => listener()),
    close: () => port.close(),
  };
}
