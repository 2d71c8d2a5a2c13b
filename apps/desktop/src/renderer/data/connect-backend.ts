import { createWebSocketPort, type WebSocketLike } from '../../shared/ports/web-socket-port.ts';
import { createClient } from '../../shared/rpc.ts';
import type { Backend } from './backend.tsx';

/** Opens the line to the backend that served this page. */
export function connectBackend(): Promise<Backend> {
  const { protocol, host } = window.location;
  const socket = new WebSocket(`${protocol === 'https:' ? 'wss:' : 'ws:'}//${host}/port`);
  socket.binaryType = 'arraybuffer';
  return new Promise((resolve, reject) => {
    socket.addEventListener('open', () => resolve(createClient(createWebSocketPort(socketLike(socket)))));
    socket.addEventListener('error', () =>
      reject(new Error('Satchel is not running any more, or this address is from an earlier start. Start it again.')),
    );
  });
}

/** The shared layer does not know the DOM: its listeners take whatever event the name brings. */
const socketLike = (socket: WebSocket): WebSocketLike => ({
  binaryType: socket.binaryType,
  get readyState() {
    return socket.readyState;
  },
  send: (data) => socket.send(data),
  close: () => socket.close(),
  addEventListener: (type, listener) => socket.addEventListener(type, (event) => listener(event as never)),
});
