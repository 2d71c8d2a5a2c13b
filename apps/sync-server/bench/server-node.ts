import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDurableCluster } from '@satchel/db/test-cluster';

/** The sync server as an admin starts it: a process of its own. */
export interface ServerNode {
  readonly address: string;
  /** Ends it as a broken machine would. */
  readonly kill: () => Promise<void>;
  /** Starts it again at the same address. */
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
  /** Memory that the process holds, in bytes, after everything was collected that nobody refers to. */
  readonly heldBytes: () => Promise<number>;
  /** Processor time that it has used, in milliseconds. */
  readonly cpuMs: () => number;
}

export interface ServerWorld {
  /** Of its PostgreSQL, as superuser. */
  readonly databaseUrl: string;
  readonly addNode: () => Promise<ServerNode>;
  readonly close: () => Promise<void>;
}

const command = join(import.meta.dirname, '../src/commands/main.ts');
const collector = join(import.meta.dirname, 'collect-on-signal.ts');

/** A PostgreSQL of its own that keeps what it commits, and nodes on it. */
export async function startWorld(): Promise<ServerWorld> {
  const cluster = await startDurableCluster();
  const folder = mkdtempSync(join(tmpdir(), 'satchel-bench-'));
  const nodes: ServerNode[] = [];
  return {
    databaseUrl: cluster.url,
    async addNode() {
      const node = createNode({
        PATH: process.env.PATH ?? '',
        NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? '',
        DATABASE_URL: cluster.url,
        DATA_FOLDER: join(folder, String(nodes.length)),
        SECRET_KEY: secret,
        ACCESS_TOKEN_EXPIRE_MINUTES: '10000',
        MAX_CONNECTIONS_PER_USER: '100000',
        MAX_CONNECTIONS_PER_ORGANIZATION: '100000',
      });
      nodes.push(node);
      await node.start();
      return node;
    },
    async close() {
      for (const node of nodes) await node.stop();
      await cluster.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Every node has the same one. */
const secret = 'RzQ1b2Y0c0hXdmJ0S2pQeE1uTGdUeUFk';

function createNode(env: Readonly<Record<string, string>>): ServerNode {
  let child: ReturnType<typeof spawn> | null = null;
  let address = '';
  let output = '';

  const start = async (): Promise<void> => {
    const port = address === '' ? '0' : new URL(address).port;
    output = '';
    // As `scripts/run.mjs` starts it, and able to be asked for its memory.
    const args = [
      ...(process.env['PROF'] ? ['--cpu-prof', '--cpu-prof-dir=/tmp/prof'] : []),
      '--max-semi-space-size=64',
      '--expose-gc',
      '--import',
      collector,
      command,
    ];
    const started = spawn(process.execPath, args, { env: { ...env, PORT: port }, stdio: ['ignore', 'pipe', 'pipe'] });
    child = started;
    await new Promise<void>((resolve, reject) => {
      const read = (text: Buffer): void => {
        output = (output + text.toString()).slice(-4000);
        const told = /server is at (\S+)/.exec(output)?.[1];
        if (told === undefined) return;
        address = told;
        resolve();
      };
      started.stdout.on('data', read);
      started.stderr.on('data', read);
      started.once('exit', () => reject(new Error(`The server ended: ${output}`)));
    });
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  };
  const statusOf = (name: string): string => readFileSync(`/proc/${child?.pid}/${name}`, 'utf8');
  return {
    get address() {
      return address;
    },
    start,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    async heldBytes() {
      for (let times = 0; times < 3; times += 1) {
        child?.kill('SIGUSR2');
        await new Promise((resolve) => setTimeout(resolve, 1000));
      }
      return Number(/VmRSS:\s+(\d+) kB/.exec(statusOf('status'))?.[1]) * 1024;
    },
    cpuMs() {
      const [, , , , , , , , , , , user = '', system = ''] = statusOf('stat').split(') ')[1]?.split(' ') ?? [];
      return (Number(user) + Number(system)) * 10;
    },
  };
}
