import { rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';
import type { OperationResult } from './operation.ts';

/**
 * Where a server with a database of its own takes what is asked on the command line, since nobody else can open that
 * database meanwhile. Whoever may read the data folder may ask: that is the server's own user.
 */
export const operatorSocket = (dataFolder: string): string => join(dataFolder, 'operator.sock');

/** Of Linux and macOS, for a socket's path. */
const maxPathBytes = 100;

const asked = z.object({ name: z.string(), words: z.array(z.string()) });
const answered = z.object({
  code: z.union([z.literal(0), z.literal(1), z.literal(2)]),
  lines: z.array(z.string()),
});

/** Answers until it is closed. */
export async function serveOperations(
  path: string,
  run: (name: string, words: readonly string[]) => Promise<OperationResult>,
): Promise<() => Promise<void>> {
  if (Buffer.byteLength(path) > maxPathBytes) return () => Promise.resolve();
  rmSync(path, { force: true });
  const answer = async (text: string): Promise<OperationResult> => {
    const { name, words } = asked.parse(JSON.parse(text));
    return await run(name, words);
  };
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    let text = '';
    socket.setEncoding('utf8');
    // Whoever asked has gone; there is nobody to tell.
    socket.on('error', () => socket.destroy());
    socket.on('data', (part: string) => {
      text += part;
    });
    socket.on('end', () => {
      answer(text).then(
        (result) => socket.end(JSON.stringify(result)),
        (error: unknown) => socket.end(JSON.stringify({ code: 1, lines: [String(error)] })),
      );
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  return () => new Promise((resolve) => server.close(() => resolve()));
}

/** Asks the server that runs on a data folder; null: none answers there. */
export async function askServer(path: string, name: string, words: readonly string[]): Promise<OperationResult | null> {
  const text = await new Promise<string | null>((resolve) => {
    const socket = connect(path, () => socket.end(JSON.stringify({ name, words })));
    let answer = '';
    socket.setEncoding('utf8');
    socket.on('data', (part: string) => {
      answer += part;
    });
    socket.on('error', () => resolve(null));
    socket.on('end', () => resolve(answer));
  });
  if (text === null) return null;
  return answered.parse(JSON.parse(text));
}
