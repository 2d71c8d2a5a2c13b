import { type MessagePort, parentPort } from 'node:worker_threads';

/** Gives a worker what Electron gives a utility process. */
interface Message {
  readonly data: unknown;
  readonly ports: readonly MessagePort[];
}

const mainPort = (port: MessagePort) => ({
  postMessage: (message: unknown) => port.postMessage(message),
  start: () => port.start(),
  close: () => port.close(),
  on: (event: string, listener: (given?: unknown) => void) =>
    port.on(event, (data: unknown) => (event === 'message' ? listener({ data }) : listener())),
});

Object.defineProperty(process, 'parentPort', {
  value: {
    postMessage: (message: unknown) => parentPort?.postMessage(message),
    on: (_event: string, listener: (event: { data: unknown; ports: unknown[] }) => void) =>
      parentPort?.on('message', ({ data, ports }: Message) => listener({ data, ports: ports.map(mainPort) })),
  },
});
