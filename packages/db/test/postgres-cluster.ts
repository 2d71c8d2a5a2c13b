import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/** A running server. `url` names its `postgres` database as superuser; `stop` removes everything that `start` made. */
export interface PostgresCluster {
  readonly url: string;
  /** Ends every process of it at once, as a crash of the machine would, and starts it again on what is on disk. */
  readonly crash: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/**
 * Starts a server of its own in a temporary folder: reached over a socket in that folder only, and not durable unless it
 * is asked for, because nothing outlives the tests. `programs` is the folder of `initdb` and `postgres`.
 */
export async function startCluster(programs: string, isDurable = false): Promise<PostgresCluster> {
  const folder = mkdtempSync(join(tmpdir(), 'satchel-postgres-'));
  const user = unprivilegedUser();
  if (user) chownSync(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  const init = ['--pgdata', data, '--username', 'postgres', '--auth', 'trust', '--no-sync', '--encoding', 'UTF8'];
  execFileSync(join(programs, 'initdb'), [...init, '--locale', 'C'], { ...user, cwd: folder, stdio: 'pipe' });

  const fast = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];
  const settings = ['listen_addresses=', ...(isDurable ? [] : fast)];
  let log = '';
  const run = () => {
    const started = spawn(
      join(programs, 'postgres'),
      ['-D', data, '-k', folder, ...settings.flatMap((setting) => ['-c', setting])],
      { ...user, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    started.stderr.on('data', (chunk: Buffer) => {
      log = (log + chunk.toString()).slice(-4_000);
    });
    writeFileSync(join(folder, 'pid'), String(started.pid));
    return started;
  };
  let server = run();
  // A run that is broken off must not leave a server behind.
  const stopNow = () => server.kill('SIGQUIT');
  process.once('exit', stopNow);

  const url = `postgresql://postgres@localhost:5432/postgres?host=${encodeURIComponent(folder)}`;
  const stop = async () => {
    process.off('exit', stopNow);
    if (server.exitCode === null) {
      const stopped = once(server, 'exit');
      server.kill('SIGINT');
      await stopped;
    }
    rmSync(folder, { recursive: true, force: true });
  };
  const ready = async (): Promise<void> => {
    for (let tries = 0; tries < 200; tries += 1) {
      if (server.exitCode !== null) break;
      if (await accepts(url)) return;
      await sleep(50);
    }
    await stop();
    throw new Error(`The PostgreSQL for tests did not start. Its last words:\n${log}`);
  };
  const crash = async (): Promise<void> => {
    const ended = once(server, 'exit');
    const all = [server.pid ?? 0, ...childrenOf(server.pid ?? 0)];
    for (const pid of all) kill(pid);
    await ended;
    while (all.some((pid) => existsSync(`/proc/${pid}`))) await sleep(5);
    server = run();
    await ready();
  };
  await ready();
  return { url, crash, stop };
}

/** Of a process, as Linux tells it. */
function childrenOf(pid: number): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        return readFileSync(`/proc/${name}/stat`, 'utf8').split(') ')[1]?.split(' ')[1] === String(pid);
      } catch {
        // It has ended meanwhile.
        return false;
      }
    })
    .map(Number);
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}

async function accepts(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
}

/** PostgreSQL refuses to run as root; Debian's package brings a user for it. */
function unprivilegedUser(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (option: string) => Number(execFileSync('id', [option, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}
