import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, register, runServer, type TestServer } from '../../test/running-server.ts';

const password = 'correct horse battery';

describe.each(['embedded', 'postgres'] as const)('accounts over HTTP, database %s', (kind) => {
  let server: TestServer;
  let nowMs = Date.now();
  beforeAll(async () => {
    server = await runServer(kind, {}, () => nowMs);
  }, 120_000);
  afterAll(async () => await server.close());
  const post = (path: string, body: unknown, token?: string) =>
    ask(server.address, 'POST', path, { body, ...(token === undefined ? {} : { token }) });

  test('[S2-02/S] [S5-02/S] whoever registers has an organization, named as they said, and owns it', async () => {
    const { status, body } = await post('/api/auth/register', {
      email: ' Ada@Register.example ',
      password,
      first_name: 'Ada',
      last_name: 'Byron',
      company_name: 'Analytical Engines',
    });
    expect([status, body]).toMatchObject([201, { token_type: 'bearer', expires_in: 1800 }]);
    const signedIn = body as unknown as { access_token: string };
    const me = await ask(server.address, 'GET', '/api/v1/auth/me', { token: signedIn.access_token });
    expect(me).toMatchObject({
      status: 200,
      body: {
        user: { email: 'ada@register.example', full_name: 'Ada Byron' },
        organizations: [{ name: 'Analytical Engines', slug: 'analytical-engines', status: 'active' }],
        sessions: [{ is_current: true }],
      },
    });
    const again = await post('/api/v1/auth/register', { email: 'ada@REGISTER.example', password });
    expect(again).toMatchObject({ status: 409, body: { error: { code: 'email-taken', field: 'email' } } });
    const own = await ask(server.address, 'GET', '/api/v1/organizations/me', { token: signedIn.access_token });
    expect((own.body as unknown as { organizations: unknown[] }).organizations).toHaveLength(1);
  });

  test('slugs follow from the name, or the address, and are never taken twice', async () => {
    const slugs: string[] = [];
    for (const [email, company_name] of [
      ['a@slug.example', 'Söhne & Co.'],
      ['b@slug.example', 'Söhne & Co.'],
      ['grace.hopper@slug.example', '漢字'],
    ]) {
      const { body } = await post('/api/v1/auth/register', { email, password, company_name });
      const { access_token: token } = body as unknown as { access_token: string };
      const me = await ask(server.address, 'GET', '/api/v1/auth/me', { token });
      slugs.push(
        ...(me.body as unknown as { organizations: { slug: string }[] }).organizations.map(({ slug }) => slug),
      );
    }
    expect(slugs).toEqual(['sohne-co', 'sohne-co-2', 'grace-hopper']);
  });

  test('[S2-03/S] the right password signs in; a wrong one and an unknown address are told the same', async () => {
    await register(server.address, 'login@a.example');
    expect(await post('/api/v1/auth/login', { email: 'LOGIN@a.example', password })).toMatchObject({ status: 200 });
    const wrong = await post('/api/v1/auth/login', { email: 'login@a.example', password: 'wrong wrong wrong' });
    const unknown = await post('/api/v1/auth/login', { email: 'nobody@a.example', password: 'wrong wrong wrong' });
    expect([wrong.status, wrong.body['error']]).toEqual([401, unknown.body['error']]);
    expect(unknown.status).toBe(401);
  });

  test('[S2-03/S] guessing is slowed down, for the account that is guessed alone', async () => {
    await register(server.address, 'guessed@a.example');
    await register(server.address, 'other@a.example');
    const statuses: number[] = [];
    for (let n = 0; n < 12; n++) {
      statuses.push((await post('/api/v1/auth/login', { email: 'guessed@a.example', password: `guess ${n}` })).status);
    }
    expect(statuses.slice(0, 9)).toEqual(statuses.slice(0, 9).map(() => 401));
    const last = await post('/api/v1/auth/login', { email: 'guessed@a.example', password });
    expect(last).toMatchObject({ status: 429, body: { error: { code: 'too-many-requests' } } });
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await post('/api/v1/auth/login', { email: 'other@a.example', password })).status).toBe(200);
  });

  test('[S2-04/S] a refresh token is good once; a copy of it ends the session for both', async () => {
    const { refreshToken } = await register(server.address, 'refresh@a.example');
    const first = await post('/api/v1/auth/refresh', { refresh_token: refreshToken });
    expect(first.status).toBe(200);
    const next = first.body as unknown as { access_token: string; refresh_token: string };
    expect(next.refresh_token).not.toBe(refreshToken);
    expect((await post('/api/v1/auth/refresh', { refresh_token: refreshToken })).status).toBe(401);
    expect((await post('/api/v1/auth/refresh', { refresh_token: next.refresh_token })).status).toBe(401);
    expect((await ask(server.address, 'GET', '/api/v1/auth/me', { token: next.access_token })).status).toBe(401);
  });

  test('[S2-04/S] an app that lost the answer asks again with the refresh token that it proposed, and stays signed in', async () => {
    const { refreshToken } = await register(server.address, 'lost@a.example');
    const proposed = 'n'.repeat(43);
    const asked = { refresh_token: refreshToken, next_refresh_token: proposed };
    expect((await post('/api/v1/auth/refresh', { ...asked, next_refresh_token: 'short' })).status).toBe(400);
    for (const _ of [1, 2]) {
      const given = await post('/api/v1/auth/refresh', asked);
      expect(given).toMatchObject({ status: 200, body: { refresh_token: proposed } });
    }
    expect((await post('/api/v1/auth/refresh', { refresh_token: proposed })).status).toBe(200);
    expect((await post('/api/v1/auth/refresh', asked)).status).toBe(401);
  });

  test('signing out ends the session at once', async () => {
    const { token, refreshToken } = await register(server.address, 'logout@a.example');
    expect((await post('/api/v1/auth/logout', undefined, token)).status).toBe(204);
    expect((await ask(server.address, 'GET', '/api/v1/auth/me', { token })).status).toBe(401);
    expect((await post('/api/v1/auth/refresh', { refresh_token: refreshToken })).status).toBe(401);
  });

  test('[S2-04/S] an access token ends after half an hour, a refresh token after a week, a forged one never begins', async () => {
    const { token, refreshToken } = await register(server.address, 'expiry@a.example');
    const me = (bearer: string) => ask(server.address, 'GET', '/api/v1/auth/me', { token: bearer });
    const [head = '', payload = '', signature = ''] = token.split('.');
    const other = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url');
    for (const forged of [
      `${other}.${payload}.`,
      `${other}.${payload}.${signature}`,
      `${head}.${payload}.${signature.slice(1)}A`,
      `${head}.${Buffer.from(payload, 'base64url').toString().replace('sid', 'sib')}.${signature}`,
      'nothing',
    ]) {
      expect((await me(forged)).status).toBe(401);
    }
    const start = nowMs;
    try {
      nowMs = start + 29 * 60_000;
      expect((await me(token)).status).toBe(200);
      nowMs = start + 31 * 60_000;
      expect((await me(token)).status).toBe(401);
      nowMs = start + 8 * 24 * 3_600_000;
      expect((await post('/api/v1/auth/refresh', { refresh_token: refreshToken })).status).toBe(401);
    } finally {
      nowMs = start;
    }
  });

  test('what cannot be read is refused with the field and a sentence, and nothing of it is logged', async () => {
    const tries: readonly (readonly [unknown, string | undefined])[] = [
      [{ email: 'no address', password }, 'email'],
      [{ email: 'short@a.example', password: 'short' }, 'password'],
      [{ email: 'long@a.example', password: 'x'.repeat(201) }, 'password'],
      [{ email: 'zone@a.example', password, time_zone: 'Mars/Olympus' }, 'time_zone'],
      [{ email: ['a'], password }, 'email'],
      ['{"email": ', undefined],
      [[], undefined],
    ];
    for (const [body, field] of tries) {
      const answer = await post('/api/v1/auth/register', body);
      expect(answer).toMatchObject({ status: 400, body: { error: { code: 'invalid', ...(field ? { field } : {}) } } });
    }
    expect(await ask(server.address, 'GET', '/api/v1/nothing')).toMatchObject({
      status: 404,
      body: { error: { code: 'not-found' } },
    });
    expect(server.log()).not.toMatch(/@a\.example|correct horse|short/);
    expect(server.log()).toContain('"reqId"');
  });

  test('it says that it runs, and that it is ready', async () => {
    expect(await ask(server.address, 'GET', '/health')).toMatchObject({ status: 200, body: { status: 'ok' } });
    expect(await ask(server.address, 'GET', '/ready')).toMatchObject({ status: 200, body: { status: 'ready' } });
  });
});

test('[S2-24/S] an answer to what failed tells nothing of the server, unless it is being debugged', async () => {
  for (const [debug, has] of [
    ['false', false],
    ['true', true],
  ] as const) {
    const server = await runServer('postgres', { DEBUG: debug });
    await server.loseDatabase();
    const answer = await ask(server.address, 'POST', '/api/v1/auth/login', {
      body: { email: 'ada@a.example', password },
    });
    expect(answer).toMatchObject({
      status: 500,
      body: { error: { code: 'internal' }, requestId: expect.any(String) as string },
    });
    expect(JSON.stringify(answer.body).includes('.ts:')).toBe(has);
    expect((await ask(server.address, 'GET', '/health')).status).toBe(200);
    expect((await ask(server.address, 'GET', '/ready')).status).toBe(503);
    await server.close();
  }
});

test('pages of the origins that were named may call, and no others; where none is named nobody is told anything', async () => {
  const open = await runServer('postgres', { CORS_ORIGINS: 'https://crm.example, https://admin.example' });
  const closed = await runServer('postgres');
  const allowed = async ({ address }: TestServer, origin: string) => {
    const asked = { 'access-control-request-method': 'GET', 'access-control-request-headers': 'authorization' };
    const answer = await fetch(`${address}/api/v1/auth/me`, { method: 'OPTIONS', headers: { origin, ...asked } });
    return answer.headers.get('access-control-allow-origin');
  };
  expect([
    await allowed(open, 'https://admin.example'),
    await allowed(open, 'https://evil.example'),
    await allowed(closed, 'https://crm.example'),
  ]).toEqual(['https://admin.example', null, null]);
  await open.close();
  await closed.close();
});
