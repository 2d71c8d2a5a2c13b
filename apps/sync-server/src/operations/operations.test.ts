import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { createDatabase } from '@satchel/db/test-postgres';
import { afterEach, expect, test } from 'vitest';
import { createDevice, type Device, until } from '../../test/device.ts';
import { ask, register, runServer } from '../../test/running-server.ts';
import { perform } from '../commands/perform.ts';
import { readConfig, type ServerConfig } from '../config/server-config.ts';
import { startServer } from '../start-server.ts';

const cleanUps: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const clean of cleanUps.splice(0).reverse()) await clean();
});

async function emptyConfig(kind: 'embedded' | 'postgres', env: Record<string, string> = {}): Promise<ServerConfig> {
  const folder = mkdtempSync(join(tmpdir(), 'satchel-operations-'));
  cleanUps.push(() => rmSync(folder, { recursive: true, force: true }));
  const database = kind === 'postgres' ? await createDatabase() : null;
  if (database) cleanUps.push(database.drop);
  const read = readConfig({
    PORT: '0',
    DATA_FOLDER: folder,
    ...(database ? { DATABASE_URL: database.url } : {}),
    ...env,
  });
  if (!read.ok) throw new Error(read.error.join());
  return read.value;
}

const loaded = (device: Device) =>
  until(
    'the first load',
    () => device.store.meta('generation') !== undefined && device.row('member', device.member) !== null,
  );

/** Two organizations, with a record each that the other does not see. Gives what shows that they are there. */
async function fill(address: string) {
  const people = [];
  for (const name of ['ada', 'bo']) {
    const who = await register(address, `${name}@ops.example`);
    const device = createDevice(who);
    await device.connect(address);
    await loaded(device);
    const company = device.make('company', { name: `Söhne of "${name}" \\ 𝕊`, city: 'Bern' });
    device.make('contact', { name: 'Zoë', emails: [`zoe@${name}.example`], company });
    await until('it was judged', () => device.store.outbox().length === 0);
    await device.disconnect();
    people.push({ name, who, device, company });
  }
  return people;
}

type People = Awaited<ReturnType<typeof fill>>;

async function expectAll(config: ServerConfig, people: People): Promise<void> {
  const started = await startServer({ config, log: null });
  if (!started.ok) throw new Error(started.error);
  const { address, close } = started.value;
  for (const { name, who, device, company } of people) {
    const login = { email: `${name}@ops.example`, password: 'correct horse battery' };
    const { status, body } = await ask(address, 'POST', '/api/v1/auth/login', { body: login });
    expect(status).toBe(200);
    const { access_token: token } = body as unknown as { access_token: string };
    const fresh = createDevice({ ...who, token });
    await fresh.connect(address);
    await until('its record', () => fresh.row('company', company) !== null);
    expect(fresh.row('company', company)).toEqual(device.row('company', company));
    const ofOthers = people.filter((other) => other.name !== name).map((other) => fresh.row('company', other.company));
    expect(ofOthers).toEqual(ofOthers.map(() => null));
    await fresh.disconnect();
    // And the device of before goes on.
    await device.connect(address, token);
    const later = device.make('company', { name: 'Later' });
    await until('it was judged', () => device.store.outbox().length === 0);
    expect(device.row('company', later)).not.toBeNull();
    await device.disconnect();
  }
  await close();
}

test('[S5-24/S] a server’s own database is backed up while it runs, restored elsewhere, and moved to PostgreSQL, where nobody notices', async () => {
  const server = await runServer('embedded');
  cleanUps.push(server.close);
  const people = await fill(server.address);
  const file = join(server.config.dataFolder, 'mine.satchel');
  const made = await perform(server.config, 'backup', [file]);
  expect([made.code, made.lines.join()]).toEqual([0, expect.stringContaining('was read again and is whole')]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(await perform(server.config, 'backup', [file])).toMatchObject({ code: 1 });

  const target = await emptyConfig('postgres');
  if (target.database.kind !== 'postgres') throw new Error('It is one.');
  const { url } = target.database;
  expect(await perform(server.config, 'move', ['--to', url])).toMatchObject({ code: 1 });
  await server.stop();
  expect(await perform(server.config, 'move', ['--to', 'mysql://x'])).toMatchObject({ code: 2 });
  const moved = await perform(server.config, 'move', ['--to', url]);
  expect([moved.code, moved.lines.join()]).toEqual([0, expect.stringContaining('the same as here')]);
  // Not a second time over what is there.
  expect(await perform(server.config, 'move', ['--to', url])).toMatchObject({ code: 1 });
  await expectAll({ ...target, secret: readFileSync(join(server.config.dataFolder, 'secret-key'), 'utf8') }, people);

  const restored = await emptyConfig('postgres');
  expect(await perform(restored, 'restore', [file])).toMatchObject({ code: 0 });
  await expectAll(restored, people);
}, 120_000);

test('a backup that is cut short, changed or of something else is refused, and nothing of it stays; a whole one is restored once', async () => {
  const server = await runServer('postgres');
  cleanUps.push(server.close);
  const people = await fill(server.address);
  const folder = server.config.dataFolder;
  const [first] = people;
  if (!first) throw new Error('There are people.');
  const file = join(folder, 'whole.satchel');
  await perform(server.config, 'backup', [file]);
  const whole = readFileSync(file);
  // What is accepted after the backup the restored server does not know, and then its devices neither.
  await first.device.connect(server.address);
  const after = first.device.make('company', { name: 'After the backup' });
  await until('it was judged', () => first.device.store.outbox().length === 0);
  await first.device.disconnect();
  const lines = gunzipSync(whole).toString().split('\n');
  const broken = join(folder, 'broken.satchel');
  const target = await emptyConfig('postgres');
  const damages: readonly (() => void)[] = [
    () => truncateSync(broken, Math.floor(whole.length / 2)),
    () => writeFileSync(broken, gzipSync(lines.slice(0, -2).join('\n'))),
    () => writeFileSync(broken, gzipSync(lines.join('\n').replace('Bern', 'Rome'))),
    () => writeFileSync(broken, 'hello'),
    () => writeFileSync(broken, gzipSync('{"hello": 1}\n')),
    () => writeFileSync(broken, gzipSync(lines.join('\n').replaceAll('"companies"', '"wheels"'))),
  ];
  for (const damage of damages) {
    writeFileSync(broken, whole);
    damage();
    const { code, lines: said } = await perform(target, 'restore', [broken]);
    expect([code, said.at(-1)]).toEqual([1, 'Nothing was changed.']);
  }
  const own = await emptyConfig('embedded');
  expect(await perform(own, 'restore', [file])).toMatchObject({ code: 0 });
  expect(await perform(own, 'restore', [file])).toMatchObject({ code: 1 });
  await expectAll(own, people);
  expect(first.device.row('company', after)).toBeNull();
}, 120_000);

test('[S2-23/S] [S4-56/S] migrations are told, taken back and made again with the data there; in production after a backup', async () => {
  const secret = 'k3Jd8fLq0ZxV7bNm2PsW9tYcR4uHgE6a';
  const config = await emptyConfig('postgres', { NODE_ENV: 'production', SECRET_KEY: secret });
  const status = async () => (await perform(config, 'migrate', ['status'])).lines;
  expect((await status())[0]).toBe('The database is at version 0.');
  expect((await perform(config, 'migrate', ['up'])).lines[0]).toBe('The database is at version 1.');
  expect((await status()).at(-1)).toBe('Nothing is to be done.');
  expect(await perform(config, 'migrate', ['down'])).toMatchObject({ code: 1 });
  for (const words of [['down', '1'], ['down', 'x'], ['sideways'], []]) {
    expect([words, (await perform(config, 'migrate', words)).code]).toEqual([words, 2]);
  }
  const started = await startServer({ config, log: null });
  if (!started.ok) throw new Error(started.error);
  const people = await fill(started.value.address);
  await started.value.close();
  // As if a version before had made it: a part is missing, which this version brings as its second migration.
  await runSql(
    config,
    'DROP INDEX "_refresh_token__by_end"; DELETE FROM "_migration" WHERE "name" = \'_refresh_token__by_end\'',
  );
  expect((await status()).at(-1)).toBe('To be done: _refresh_token__by_end.');
  const up = await perform(config, 'migrate', ['up']);
  expect(up.lines.slice(0, 2)).toEqual([
    expect.stringMatching(/^What was there before is in .*before-migration-from-1-.*\.satchel\.$/),
    'The database is at version 2.',
  ]);
  const kept = /in (\S+\.satchel)\./.exec(up.lines[0] ?? '')?.[1] ?? '';
  const down = await perform(config, 'migrate', ['down']);
  expect(down.lines).toContain('The database is at version 1.');
  await expectAll(config, people);
  expect((await status())[0]).toBe('The database is at version 2.');
  // The backup holds what was there.
  const other = await emptyConfig('postgres');
  expect(await perform(other, 'restore', [kept])).toMatchObject({ code: 0 });
}, 120_000);

test('[S1-31/S] the doctor finds what is wrong and says what to do; the bundle holds no secret and nothing that people wrote', async () => {
  const secret = 'k3Jd8fLq0ZxV7bNm2PsW9tYcR4uHgE6a';
  const config = await emptyConfig('postgres', {
    SECRET_KEY: secret,
    SMTP_URL: 'smtp://me:hushhush@127.0.0.1:9',
    MAIL_FROM: 'a@b.example',
  });
  const empty = await perform(config, 'doctor', []);
  expect(empty.lines.join('\n')).toMatch(/\?\? .*shape: the database is empty\n.*migrate up/);
  const started = await startServer({ config, log: null });
  if (!started.ok) throw new Error(started.error);
  await fill(started.value.address);
  const well = await perform(config, 'doctor', []);
  // The tests' PostgreSQL forgets in a power cut.
  expect(well.lines.filter((line) => line.startsWith('WRONG')).map((line) => line.split('\n')[0])).toEqual([
    expect.stringContaining('WRONG  mail: links begin with'),
    'WRONG  durability: commits are not forced to disk',
  ]);
  const told = (await perform(config, 'diagnostics', [])).lines.join('\n');
  expect(JSON.parse(told)).toMatchObject({
    server: { isServing: false },
    config: { hasMail: true },
    migrations: { pending: [] },
  });
  for (const hidden of [secret, 'hushhush', 'ops.example', 'Söhne', 'Bern', 'a@b.example'])
    expect(told).not.toContain(hidden);
  await runSql(config, 'ALTER TABLE "companies" DISABLE ROW LEVEL SECURITY');
  await runSql(config, 'ALTER TABLE "_tenant" NO FORCE ROW LEVEL SECURITY; UPDATE "_tenant" SET "head" = "head" + 1');
  const ill = (await perform(config, 'doctor', [])).lines.join('\n');
  expect(ill).toMatch(/WRONG {2}tenants apart: .*companies/);
  expect(ill).toMatch(/WRONG {2}audit: what was accepted is not as it was written: /);
  await started.value.close();
}, 120_000);

async function runSql({ database }: ServerConfig, script: string): Promise<void> {
  if (database.kind !== 'postgres') throw new Error('PostgreSQL only.');
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(script);
  await client.end();
}
