import type { WebSocket } from 'ws';
import { decode, encode } from '../../shared/codec.ts';
import type { Port } from '../../shared/port.ts';

/** The backend's end of a browser's socket. Bytes that are no message close it. */
export function createWsPort(socket: WebSocket): Port {
  return {
    post(message) {
      if (socket.readyState === socket.OPEN) socket.send(encode(message));
    },
    onMessage(listener) {
      socket.on('message', (data, isBinary) => {
        const message = isBinary ? decodeOr(data) : unreadable;
        if (message === unreadable) socket.close(1003);
        else listener(message);
      });
    },
    onClose: (listener) => void socket.once('close', () => listener()),
    close: () => socket.close(),
  };
}

const unreadable = Symbol('unreadable');

function decodeOr(data: unknown): unknown {
  try {
    return data instanceof Uint8Array ? decode(data) : unreadable;
  } catch {
    return unreadable;
  }
}
