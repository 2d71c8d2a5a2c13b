import { decode, encode } from '../codec.ts';
import type { Port } from '../port.ts';

/** What is needed of a browser's WebSocket; this layer does not know the DOM. */
export interface WebSocketLike {
  binaryType: string;
  readonly readyState: number;
  send(data: Uint8Array<ArrayBuffer>): void;
  close(): void;
  addEventListener(type: string, listener: (event: never) => void): void;
}

/** Messages posted before the socket is open wait for it. */
export function createWebSocketPort(socket: WebSocketLike): Port {
  socket.binaryType = 'arraybuffer';
  const early: unknown[] = [];
  let unsent: Uint8Array<ArrayBuffer>[] = [];
  let listener: ((message: unknown) => void) | undefined;
  socket.addEventListener('open', () => {
    for (const bytes of unsent) socket.send(bytes);
    unsent = [];
  });
  socket.addEventListener('message', ({ data }: { readonly data: unknown }) => {
    if (!(data instanceof ArrayBuffer)) return;
    const message = decode(new Uint8Array(data));
    if (listener) listener(message);
    else early.push(message);
  });
  return {
    post(message) {
      const bytes = encode(message);
      if (socket.readyState === 0) unsent.push(bytes);
      else socket.send(bytes);
    },
    onMessage(given) {
      listener = given;
      for (const message of early.splice(0)) given(message);
    },
    onClose: (given) => socket.addEventListener('close', () => given()),
    close: () => socket.close(),
  };
}
