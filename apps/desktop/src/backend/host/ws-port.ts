import { errorTrace } from '@satchel/db';
import type { WebSocket } from 'ws';
import { decode, encode } from '../../shared/codec.ts';
import type { Port } from '../../shared/port.ts';

/** RFC 6455, section 7.4.1. */
const unsupportedData = 1003;
const internalError = 1011;

/** The backend's end of a browser's socket. Bytes that are no message close it, and nothing else. */
export function createWsPort(socket: WebSocket): Port {
  const guard = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      console.error(`A window’s line failed. ${errorTrace(error)}`);
      socket.close(internalError);
    }
  };
  return {
    post: (message) =>
      guard(() => {
        if (socket.readyState === socket.OPEN) socket.send(encode(message));
      }),
    onMessage(listener) {
      socket.on('message', (data, isBinary) => {
        const message = isBinary ? decodeOr(data) : unreadable;
        if (message === unreadable) socket.close(unsupportedData);
        else guard(() => listener(message));
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
