import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { canStartCluster, startDurableCluster } from '@satchel/db/test-cluster';
import { createDatabase } from '@satchel/db/test-postgres';
import { validate } from 'dockerfile-utils';
import { afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { parse } from 'yaml';
import { createDevice, until } from '../../test/device.ts';
import { freePort } from '../../test/free-port.ts';
import { ask, register, runServer } from '../../test/running-server.ts';
import { environmentNames, readConfig } from '../config/server-config.ts';
import { startServer } from '../start-server.ts';

const root = join(import.meta.dirname, '../../../..');
const deployed = (name: string): string => readFileSync(join(root, 'deploy', name), 'utf8');

const secret = 'k3Jd8fLq0ZxV7bNm2PsW9tYcR4uHgE6a';

const cleanUps: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const clean of cleanUps.splice(0).reverse()) await clean();
});
const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'satchel-deploy-'));
  cleanUps.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

test('the Dockerfile has no finding of its linter, and what it copies and runs gives a server that is ready', async () => {
  const text = deployed('Dockerfile');
  expect(validate(text)).toEqual([]);
  const app = newFolder();
  for (const [, from, names = ''] of text.matchAll(/^COPY (--from=\S+ )?(.+)$/gm)) {
    if (from !== undefined) continue;
    const words = names.split(' ');
    const target = words.pop() ?? '';
    for (const word of words) {
      const to = target.endsWith('/') ? join(app, target, word.split('/').at(-1) ?? '') : join(app, target);
      mkdirSync(dirname(to), { recursive: true });
      cpSync(join(root, word), to, { recursive: true, filter: (path) => !path.includes('node_modules') });
    }
  }
  const install = /^RUN \["npx", "--yes", "pnpm@([\d.]+)", (.+)\]$/m.exec(text);
  const packageJson = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { packageManager: string };
  expect(packageJson.packageManager).toBe(`pnpm@${install?.[1]}`);
  const words = JSON.parse(`[${install?.[2]}]`) as string[];
  // What is installed here was fetched already.
  execFileSync(join(root, 'node_modules/.bin/pnpm'), [...words, '--offline'], { cwd: app, stdio: 'pipe' });
  const [, entry] = /^ENTRYPOINT \["node", (.+)\]$/m.exec(text) ?? [];
  const database = await createDatabase();
  cleanUps.push(database.drop);
  const env = {
    PATH: process.env.PATH ?? '',
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    PORT: '0',
    DATABASE_URL: database.url,
    SECRET_KEY: secret,
  };
  const child = spawn(process.execPath, JSON.parse(`[${entry}]`) as string[], {
    cwd: app,
    env: { ...env, DATA_FOLDER: join(app, 'data') },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (output += part.toString()));
  await until('the server is there', () => {
    if (child.exitCode !== null) throw new Error(output);
    return /is at (\S+)/.test(output);
  });
  expect(await ask(/is at (\S+)/.exec(output)?.[1] ?? '', 'GET', '/ready')).toMatchObject({ status: 200 });
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
}, 120_000);

test.skipIf(!canStartCluster)(
  '[S1-27/S] compose starts a server whose settings it takes, on a database that its first start makes',
  async () => {
    const compose = parse(deployed('compose.yaml')) as {
      services: Record<string, { environment: Record<string, string>; ports?: string[] }>;
    };
    const { server, postgres } = compose.services;
    if (!server || !postgres) throw new Error('There are two services.');
    const password = 'it is set';
    const cluster = await startDurableCluster();
    cleanUps.push(cluster.stop);
    const socket = new URL(cluster.url).searchParams.get('host') ?? '';
    const given: Record<string, string> = {
      POSTGRES_PASSWORD: encodeURIComponent(password),
      SECRET_KEY: 'k3Jd8fLq0ZxV7bNm2PsW9tYcR4uHgE6a',
    };
    const filled = Object.entries(server.environment).map(([name, value]) => {
      const text = value.replace(
        /\$\{(\w+)(?::[-?]([^}]*))?\}/g,
        (_all, wanted: string, otherwise = '') => given[wanted] ?? String(otherwise),
      );
      return [name, text.replace('/var/run/postgresql', encodeURIComponent(socket))] as const;
    });
    expect(filled.map(([name]) => name).filter((name) => !environmentNames.includes(name))).toEqual([]);
    const config = readConfig({
      ...Object.fromEntries(filled),
      NODE_ENV: 'production',
      PORT: '0',
      DATA_FOLDER: newFolder(),
    });
    if (!config.ok) throw new Error(config.error.join());
    // Nobody but this machine reaches the port.
    expect(server.ports).toEqual(['127.0.0.1:8001:8001']);
    execFileSync('bash', [join(root, 'deploy/postgres/first-start.sh')], {
      env: { PATH: process.env.PATH ?? '', POSTGRES_PASSWORD: password, PGHOST: socket, PGUSER: 'postgres' },
      stdio: 'pipe',
    });
    const started = await startServer({ config: config.value, log: null });
    if (!started.ok) throw new Error(started.error);
    expect(await ask(started.value.address, 'GET', '/health')).toMatchObject({ status: 200 });
    await register(started.value.address, 'compose@a.example');
    await started.value.close();
  },
  60_000,
);

const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;
if (!hasSystemd) console.warn('The systemd unit is not looked at: systemd-analyze is not there.');

test.skipIf(!hasSystemd)(
  'systemd finds nothing wrong with the unit, which gives the server no more than it needs',
  () => {
    const unit = join(newFolder(), 'satchel.service');
    writeFileSync(unit, deployed('satchel.service').replaceAll('/opt/satchel', root));
    const verified = spawnSync('systemd-analyze', ['verify', '--man=no', unit], { encoding: 'utf8' });
    const own = verified.stderr.split('\n').filter((line) => line.includes('satchel'));
    expect([verified.status, own]).toEqual([0, []]);
    const judged = spawnSync('systemd-analyze', ['security', '--offline=yes', '--no-pager', unit], {
      encoding: 'utf8',
    });
    expect(Number(/exposure level for satchel\.service: ([\d.]+)/.exec(judged.stdout)?.[1])).toBeLessThan(3);
  },
);

const nginx = '/usr/sbin/nginx';
const hasNginx = existsSync(nginx) && spawnSync('openssl', ['version']).status === 0;
if (!hasNginx)
  console.warn('The recipe for nginx is left out: the Debian package nginx-light, or openssl, is not there.');

test.skipIf(!hasNginx)(
  '[S1-30/S] behind nginx with TLS devices sync, requests say who asks, and what is not for the world is not told',
  async () => {
    const folder = newFolder();
    const server = await runServer('postgres', { TRUST_PROXY: '127.0.0.1', PUBLIC_URL: 'https://crm.example.com' });
    cleanUps.push(server.close);
    const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
    const subject = ['-subj', '/CN=crm.example.com', '-addext', 'subjectAltName=DNS:crm.example.com'];
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-days',
        '2',
        ...subject,
        '-keyout',
        key,
        '-out',
        certificate,
      ],
      { stdio: 'pipe' },
    );
    const [http, https] = [await freePort(), await freePort()];
    const recipe = deployed('nginx.conf')
      .replace('server 127.0.0.1:8001;', `server ${new URL(server.address).host};`)
      .replaceAll(/ +listen \[::\].*\n/g, '')
      .replace('listen 80;', `listen 127.0.0.1:${http};`)
      .replace('listen 443 ssl http2;', `listen 127.0.0.1:${https} ssl http2;`)
      .replace(/\/etc\/letsencrypt\S+fullchain\.pem/, certificate)
      .replace(/\/etc\/letsencrypt\S+privkey\.pem/, key)
      .replace('/var/log/nginx/satchel.log', join(folder, 'access.log'));
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (name) => `${name}_temp_path ${folder}/${name};`,
    );
    const file = join(folder, 'nginx.conf');
    writeFileSync(
      file,
      `pid ${folder}/pid; error_log ${folder}/error.log; daemon off; ${process.getuid?.() === 0 ? 'user root;' : ''}
events {} http { ${temporary.join(' ')}\n${recipe}\n}`,
    );
    const child = spawn(nginx, ['-p', folder, '-c', file], { stdio: 'ignore' });
    cleanUps.push(async () => {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    });
    const agent = new Agent({ ca: readFileSync(certificate), servername: 'crm.example.com' });
    const get = (path: string, headers: Record<string, string> = {}, body?: unknown) =>
      new Promise<{ status: number; headers: Record<string, string | string[] | undefined> }>((resolve, reject) => {
        const method = body === undefined ? 'GET' : 'POST';
        const own = { host: 'crm.example.com', 'content-type': 'application/json', ...headers };
        request({ host: '127.0.0.1', port: https, path, agent, method, headers: own }, (response) => {
          response.resume();
          response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers }));
        })
          .on('error', reject)
          .end(body === undefined ? undefined : JSON.stringify(body));
      });
    await until('nginx', () =>
      get('/health').then(
        () => true,
        () => false,
      ),
    );
    const healthy = await get('/health');
    expect([healthy.status, healthy.headers['strict-transport-security']]).toEqual([200, 'max-age=31536000']);
    expect((await get('/metrics')).status).toBe(404);
    const plain = await fetch(`http://127.0.0.1:${http}/api/v1/auth/me`, { redirect: 'manual' });
    expect([plain.status, plain.headers.get('location')?.startsWith('https://')]).toEqual([301, true]);

    const who = await register(server.address, 'nginx@a.example');
    const device = createDevice(
      who,
      undefined,
      (address) => new WebSocket(address, { agent, headers: { host: 'crm.example.com' } }),
    );
    await device.connect(`https://127.0.0.1:${https}`);
    await until('the first load', () => device.store.meta('generation') !== undefined);
    const company = device.make('company', { name: 'Over TLS' });
    await until('it was judged', () => device.store.outbox().length === 0);
    expect(device.row('company', company)).not.toBeNull();
    await device.disconnect();

    // Whoever asks cannot pretend to be somebody else: the tries of one address are counted together.
    const statuses: number[] = [];
    for (let n = 0; n < 65; n += 1) {
      const guess = { token: `guess${n}`, password: 'correct horse battery' };
      statuses.push((await get('/api/auth/accept-invitation', { 'x-forwarded-for': `203.0.113.${n}` }, guess)).status);
    }
    expect([statuses[0], statuses.at(-1)]).toEqual([404, 429]);
    expect((await get('/account/verify?token=secret')).status).toBe(404);
    expect(readFileSync(join(folder, 'access.log'), 'utf8')).not.toContain('secret');
  },
  60_000,
);
