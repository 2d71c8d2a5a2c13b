import { readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { join } from 'node:path';

export interface BrokenServers {
  /** By what is wrong with it. */
  readonly address: Readonly<Record<'stopped' | '500' | '503' | 'garbage' | 'certificate', string>>;
  readonly close: () => void;
}

const file = (name: string): string => readFileSync(join(import.meta.dirname, '../test/certificates', name), 'utf8');

const listen = async (server: Server): Promise<number> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
};

/** Servers that answer as broken ones do. */
export async function startBrokenServers(): Promise<BrokenServers> {
  const answering = (status: number, text: string): RequestListener => {
    return (_request, response) => response.writeHead(status, { 'content-type': 'text/html' }).end(text);
  };
  const plain = [
    createServer(answering(500, '<h1>Internal error</h1>')),
    createServer(answering(503, '<h1>Bad gateway</h1>')),
    createServer(answering(200, '<h1>Welcome to nginx!</h1>')),
  ];
  const secure = createTlsServer(
    { cert: file('self-signed.crt'), key: file('test.key') },
    answering(200, 'Nobody reads this.'),
  );
  const stopped = createServer();
  const [s500 = 0, s503 = 0, garbage = 0] = await Promise.all(plain.map(listen));
  const [certificate, closed] = await Promise.all([listen(secure), listen(stopped)]);
  stopped.close();
  return {
    address: {
      stopped: `http://127.0.0.1:${closed}`,
      '500': `http://127.0.0.1:${s500}`,
      '503': `http://127.0.0.1:${s503}`,
      garbage: `http://127.0.0.1:${garbage}`,
      certificate: `https://localhost:${certificate}`,
    },
    close() {
      for (const server of [...plain, secure]) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
}
