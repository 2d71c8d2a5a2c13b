import { createMessagePort } from '../../shared/ports/message-port.ts';
import { createWebSocketPort, type WebSocketLike } from '../../shared/ports/web-socket-port.ts';
import { createClient } from '../../shared/rpc.ts';
import type { Backend } from './backend.tsx';

/** Opens the line to the backend: in Electron a port that the preload hands over, else a socket to this page's server. */
export const connectBackend = (): Promise<Backend> =>
  window.location.protocol === 'app:' ? connectByPreload() : connectBySocket();

function connectByPreload(): Promise<Backend> {
  return new Promise((resolve) => {
    const listener = ({ source, data, ports: [port] }: MessageEvent): void => {
      if (source !== window || data !== 'satchel-port' || !port) return;
      window.removeEventListener('message', listener);
      resolve(
        createClient(
          createMessagePort({
            postMessage: (message) => port.postMessage(message),
            start: () => port.start(),
            close: () => port.close(),
            addEventListener: (type, heard) => port.addEventListener(type, (event) => heard(event as never)),
          }),
        ),
      );
    };
    window.addEventListener('message', listener);
    window.postMessage('satchel-connect', window.location.origin);
  });
}

function connectBySocket(): Promise<Backend> {
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
