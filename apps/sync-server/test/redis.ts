import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { until } from './device.ts';
import { freePort } from './free-port.ts';

/** Debian's `redis-server`. */
const program = '/usr/bin/redis-server';

export const hasRedis = existsSync(program);
if (!hasRedis) console.warn('Tests of nodes over Redis are left out: the Debian package redis-server is not there.');

/** A real Redis of this machine that keeps nothing. */
export async function startRedis(): Promise<{ readonly url: string; readonly stop: () => Promise<void> }> {
  const port = await freePort();
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const child = spawn(program, options, { stdio: 'ignore', cwd: '/tmp' });
  // A run that is broken off must not leave a server behind.
  const stopNow = () => child.kill('SIGKILL');
  process.once('exit', stopNow);
  await until('Redis', () => answers(port));
  return {
    url: `redis://127.0.0.1:${port}`,
    async stop() {
      process.off('exit', stopNow);
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
