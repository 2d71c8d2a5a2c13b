import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A line to a server on which answers can be lost after the server has done what it was asked. */
export interface LossyLine {
  readonly address: string;
  /** From now on; null: every answer comes through again. */
  readonly loseAnswersTo: (path: string | null) => void;
  /** How many answers were lost. */
  readonly lost: () => number;
  readonly close: () => Promise<void>;
}

export async function openLossyLine(serverAddress: string): Promise<LossyLine> {
  let lostPath: string | null = null;
  let lost = 0;
  const sockets = new Set<Socket>();
  const relay = createServer((near) => {
    const far = connect(Number(new URL(serverAddress).port), '127.0.0.1');
    let isLost = false;
    const drop = (): void => {
      near.destroy();
      far.destroy();
    };
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', drop).on('close', () => {
        sockets.delete(socket);
        drop();
      });
    }
    near.on('data', (bytes: Buffer) => {
      isLost = lostPath !== null && bytes.includes(lostPath);
      far.write(bytes);
    });
    far.on('data', (bytes: Buffer) => {
      if (!isLost) return void near.write(bytes);
      lost += 1;
      drop();
    });
  });
  relay.listen(0, '127.0.0.1');
  await once(relay, 'listening');
  return {
    address: `http://127.0.0.1:${(relay.address() as AddressInfo).port}`,
    loseAnswersTo: (path) => {
      lostPath = path;
    },
    lost: () => lost,
    async close() {
      for (const socket of sockets) socket.destroy();
      relay.close();
      await once(relay, 'close');
    },
  };
}
