import pg from 'pg';
import { expect, test } from 'vitest';
import { connectionOptions } from '../database/open-database.ts';
import { readConfig } from './server-config.ts';

const secret = 'k3Jd8fLq0ZxV7bNm2PsW9tYcR4uHgE6a';
const url = 'postgresql://crm@db.example/crm';

test('an empty environment gives a server of this machine with a database of its own', () => {
  expect(readConfig({})).toMatchObject({
    ok: true,
    value: {
      host: '127.0.0.1',
      port: 8001,
      database: { kind: 'embedded', folder: 'satchel-data/database' },
      secret: null,
      isProduction: false,
      accessTokenSeconds: 1800,
      refreshTokenSeconds: 604_800,
    },
  });
  // A variable that is there and empty was not set.
  expect(readConfig({ PORT: '', DATABASE_URL: '', SECRET_KEY: '' })).toEqual(readConfig({}));
});

test('[S1-28/S] in production it does not start with a weak secret, without one, or for the pages of everybody', () => {
  const problemsOf = (env: Record<string, string>) => {
    const read = readConfig({ NODE_ENV: 'production', DATABASE_URL: url, SECRET_KEY: secret, ...env });
    return read.ok ? [] : read.error.map((problem) => problem.split(' ')[0]);
  };
  expect(problemsOf({})).toEqual([]);
  for (const weak of [
    'short',
    'x'.repeat(64),
    'change-me-change-me-change-me-change-me',
    'your-secret-key-minimum-32-chars-long',
  ]) {
    expect([weak, problemsOf({ SECRET_KEY: weak })]).toEqual([weak, ['SECRET_KEY']]);
  }
  expect(problemsOf({ SECRET_KEY: '' })).toEqual(['SECRET_KEY']);
  expect(problemsOf({ CORS_ORIGINS: 'https://a.example, *' })).toEqual(['CORS_ORIGINS']);
  expect(problemsOf({ SECRET_KEY: 'short', CORS_ORIGINS: '*', DATABASE_URL: 'mysql://x' })).toEqual([
    'SECRET_KEY',
    'CORS_ORIGINS',
    'DATABASE_URL',
  ]);
});

test('[S4-55/S] a database on another machine is reached encrypted, one on this machine need not be', () => {
  const isEncrypted = (address: string) => {
    const read = readConfig({ DATABASE_URL: address });
    if (!read.ok) return read.error;
    return read.value.database.kind === 'postgres' && read.value.database.isEncrypted;
  };
  expect(isEncrypted(url)).toBe(true);
  expect(isEncrypted('postgresql://crm@db.example/crm?sslmode=disable')).toBe(true);
  for (const local of ['localhost', '127.0.0.1:5433', '[::1]']) {
    expect([local, isEncrypted(`postgresql://crm@${local}/crm`)]).toEqual([local, false]);
  }
  expect(isEncrypted('postgresql:///crm?host=/var/run/postgresql')).toBe(false);
  expect(isEncrypted('postgresql://localhost/crm?host=db.example')).toBe(true);
});

test('[S4-55/S] no parameter of the address takes the encryption off, or believes every certificate', () => {
  for (const parameter of ['sslmode=disable', 'sslmode=no-verify', 'ssl=0', 'ssl=false', 'sslmode=prefer']) {
    const read = readConfig({ DATABASE_URL: `${url}?${parameter}&application_name=crm` });
    if (!read.ok || read.value.database.kind !== 'postgres') throw new Error('It is an address.');
    // As the driver itself reads it.
    const client = new pg.Client(connectionOptions(read.value.database));
    expect([parameter, Reflect.get(client, 'ssl')]).toEqual([parameter, { rejectUnauthorized: true }]);
    expect(read.value.database.url).toContain('application_name=crm');
  }
});

test('what is no number, or no address, is told by the name of its variable', () => {
  for (const env of [
    { PORT: 'http' },
    { PORT: '70000' },
    { ACCESS_TOKEN_EXPIRE_MINUTES: '0' },
    { DATABASE_URL: 'here' },
  ]) {
    const read = readConfig(env);
    expect(read.ok ? '' : read.error.join()).toMatch(new RegExp(`^${Object.keys(env).join()}`));
  }
});

test('[S2-24/S] mail needs a sender and goes encrypted to other machines; what would show too much is off in production', () => {
  const read = (env: Record<string, string>) => readConfig({ ...env });
  const mail = { SMTP_URL: 'smtp://user:pass@mail.example:587', MAIL_FROM: 'crm@a.example' };
  expect(read(mail)).toMatchObject({ value: { mail: { isEncrypted: true }, isDebug: false, publicUrl: null } });
  expect(read({ ...mail, SMTP_URL: 'smtp://127.0.0.1:25' })).toMatchObject({ value: { mail: { isEncrypted: false } } });
  expect(read({ PUBLIC_URL: 'https://crm.example/' })).toMatchObject({ value: { publicUrl: 'https://crm.example' } });
  const wrong = (env: Record<string, string>) => {
    const result = read(env);
    return result.ok ? [] : result.error.map((problem) => problem.split(' ')[0]);
  };
  expect(wrong({ SMTP_URL: 'mail.example' })).toEqual(['SMTP_URL']);
  expect(wrong({ SMTP_URL: mail.SMTP_URL })).toEqual(['MAIL_FROM']);
  expect(wrong({ PUBLIC_URL: 'javascript:alert(1)' })).toEqual(['PUBLIC_URL']);
  expect(wrong({ ...mail, NODE_ENV: 'production' })).toEqual(['PUBLIC_URL']);
  expect(wrong({ NODE_ENV: 'production', DEBUG: 'true' })).toEqual(['DEBUG']);
});
