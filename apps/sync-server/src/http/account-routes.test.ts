import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type MailBox, openMailBox } from '../../test/mail-box.ts';
import { ask, register, runServer, type TestServer } from '../../test/running-server.ts';

const password = 'correct horse battery';
const next = 'another good password';

describe('an account with mail', () => {
  let server: TestServer;
  let box: MailBox;
  let nowMs = Date.now();
  beforeAll(async () => {
    box = await openMailBox();
    server = await runServer('postgres', { SMTP_URL: box.url, MAIL_FROM: 'Satchel <crm@a.example>' }, () => nowMs);
  }, 120_000);
  afterAll(async () => {
    await server.close();
    await box.close();
  });

  const post = (path: string, body: unknown, token?: string) =>
    ask(server.address, 'POST', `/api/v1/auth/${path}`, { body, ...(token === undefined ? {} : { token }) });
  const me = (token: string) => ask(server.address, 'GET', '/api/v1/auth/me', { token });
  const tokenOf = (link: string | null) => new URL(link ?? '').searchParams.get('token') ?? '';
  const statusOfLogin = async (email: string, given: string) =>
    (await post('login', { email, password: given })).status;

  test('[S4-01/S] an address is confirmed by the link that was sent there, once', async () => {
    box.refuse(1);
    const { token } = await register(server.address, 'ada@mail.example');
    const mail = await box.mailTo('ada@mail.example', /Subject: Confirm your e-mail address/);
    expect(mail.raw).toMatch(/From: Satchel <crm@a\.example>/);
    expect(mail.raw).toContain('text/plain');
    expect(mail.raw).toContain('text/html');
    // Nothing in it is fetched from anywhere.
    expect(mail.text).not.toMatch(/<img|<link|src=|url\(/);
    expect(await me(token)).toMatchObject({ body: { user: { email_verified: false } } });
    // Looking at the link, as mail programs do, is not following it.
    const page = await fetch(mail.link ?? '');
    expect([page.status, page.headers.get('referrer-policy')]).toEqual([200, 'no-referrer']);
    expect(await page.text()).toContain('<button>Confirm</button>');
    expect(await me(token)).toMatchObject({ body: { user: { email_verified: false } } });
    const tries = [];
    for (let n = 0; n < 2; n++) {
      tries.push(
        (await fetch(mail.link ?? '', { method: 'POST', body: new URLSearchParams({ token: tokenOf(mail.link) }) }))
          .status,
      );
    }
    expect(tries).toEqual([200, 400]);
    expect(await me(token)).toMatchObject({ body: { user: { email_verified: true } } });
    expect((await fetch(mail.link ?? '')).status).toBe(404);
  });

  test('[S4-01/S] a forgotten password is chosen anew by a link, which ends every session', async () => {
    const email = 'forgot@mail.example';
    const { token, refreshToken } = await register(server.address, email);
    expect(await post('forgot-password', { email })).toMatchObject({ status: 202, body: {} });
    const { link } = await box.mailTo(email, /Subject: Choose a new password/);
    expect((await post('reset-password', { token: tokenOf(link), password: 'short' })).status).toBe(400);
    const tries = await Promise.all([1, 2].map(() => post('reset-password', { token: tokenOf(link), password: next })));
    expect(tries.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([204, 404]);
    expect((await me(token)).status).toBe(401);
    expect((await post('refresh', { refresh_token: refreshToken })).status).toBe(401);
    expect([await statusOfLogin(email, password), await statusOfLogin(email, next)]).toEqual([401, 200]);
    await box.mailTo(email, /Subject: Your password was changed/);
  });

  test('a link to choose a password is over after an hour, and a later one ends those before', async () => {
    const email = 'late@mail.example';
    await register(server.address, email);
    const asked = async (count: number) => {
      await post('forgot-password', { email });
      for (let tries = 0; tries < 500; tries++) {
        const mails = box.mails().filter(({ to, text }) => to === email && /Choose a new password/.test(text));
        if (mails.length === count) return tokenOf(mails.at(-1)?.link ?? null);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      throw new Error('It never came.');
    };
    const [first, second] = [await asked(1), await asked(2)];
    expect((await post('reset-password', { token: first, password: next })).status).toBe(404);
    const start = nowMs;
    try {
      nowMs = start + 61 * 60_000;
      expect((await post('reset-password', { token: second, password: next })).status).toBe(404);
    } finally {
      nowMs = start;
    }
    expect(await statusOfLogin(email, password)).toBe(200);
  });

  test('whoever asks for a password learns nothing of whether there is such an account', async () => {
    const email = 'known@mail.example';
    await register(server.address, email);
    await box.mailTo(email, /Subject: Confirm/);
    const before = box.mails().length;
    const answers = [];
    for (const one of [email, 'nobody@mail.example']) {
      const { status, body, headers } = await post('forgot-password', { email: one });
      answers.push({ status, body, type: headers.get('content-type') });
    }
    expect(answers[0]).toEqual(answers[1]);
    await box.mailTo(email, /Subject: Choose/);
    expect(
      box
        .mails()
        .slice(before)
        .map(({ to }) => to),
    ).toEqual([email]);
    // And nobody fills a mailbox: after a few the answers stay the same and nothing is sent.
    for (let n = 0; n < 8; n++) expect((await post('forgot-password', { email })).status).toBe(202);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(box.mails().filter(({ to, text }) => to === email && /Subject: Choose/.test(text)).length).toBeLessThan(6);
  });

  test('another password ends the other sessions and keeps this one', async () => {
    const email = 'change@mail.example';
    const { token } = await register(server.address, email);
    const other = (await post('login', { email, password })).body as unknown as { access_token: string };
    const wrong = await post('change-password', { current_password: 'not it at all', password: next }, token);
    expect(wrong.status).toBe(401);
    expect((await post('change-password', { current_password: password, password: next }, token)).status).toBe(204);
    expect([(await me(token)).status, (await me(other.access_token)).status]).toEqual([200, 401]);
    expect(await statusOfLogin(email, next)).toBe(200);
  });

  test('a new address is confirmed at the new one and told at the old one; a taken one is told to whom it belongs', async () => {
    const [email, other] = ['old@mail.example', 'taken@mail.example'];
    const { token } = await register(server.address, email);
    await register(server.address, other);
    expect((await post('change-email', { email: 'new@mail.example', password: 'not it at all' }, token)).status).toBe(
      401,
    );
    const asked = await post('change-email', { email: other, password }, token);
    await box.mailTo(other, /has an account already/);
    const free = await post('change-email', { email: 'new@mail.example', password }, token);
    expect([asked.status, asked.body]).toEqual([free.status, free.body]);
    const { link } = await box.mailTo('new@mail.example', /Subject: Confirm your new e-mail address/);
    expect(await me(token)).toMatchObject({ body: { user: { email } } });
    expect((await post('confirm-email', { token: tokenOf(link) })).status).toBe(204);
    expect(await me(token)).toMatchObject({ body: { user: { email: 'new@mail.example', email_verified: true } } });
    expect((await box.mailTo(email, /was changed/)).text).toContain('new@mail.example');
    expect([await statusOfLogin(email, password), await statusOfLogin('new@mail.example', password)]).toEqual([
      401, 200,
    ]);
  });

  test('two who confirm the same new address at the same moment: one has it, the other is told that it is taken', async () => {
    const links = [];
    for (const email of ['first@race.example', 'second@race.example']) {
      const { token } = await register(server.address, email);
      const before = box.mails().length;
      await post('change-email', { email: 'wanted@race.example', password }, token);
      await expect
        .poll(() =>
          box
            .mails()
            .slice(before)
            .filter(({ to }) => to === 'wanted@race.example'),
        )
        .toHaveLength(1);
      links.push(box.mails().findLast(({ to }) => to === 'wanted@race.example')?.link ?? null);
    }
    const answers = await Promise.all(links.map((link) => post('confirm-email', { token: tokenOf(link) })));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([204, 409]);
    expect(answers.find(({ status }) => status === 409)).toMatchObject({ body: { error: { code: 'email-taken' } } });
  });

  test('an invitation is mailed by whoever confirmed their address, and its token is told to nobody else', async () => {
    const ada = await register(server.address, 'boss@mail.example');
    const invite = () =>
      ask(server.address, 'POST', `/api/v1/organizations/${ada.organization}/members`, {
        token: ada.token,
        body: { email: 'new.hire@mail.example' },
      });
    expect(await invite()).toMatchObject({ status: 403, body: { error: { code: 'address-unconfirmed' } } });
    const { link } = await box.mailTo('boss@mail.example', /Subject: Confirm/);
    await post('verify-email', { token: tokenOf(link) });
    const invited = await invite();
    expect([invited.status, JSON.stringify(invited.body)]).toEqual([201, expect.not.stringContaining('token')]);
    const mail = await box.mailTo('new.hire@mail.example', /Subject: Join/);
    expect(await (await fetch(mail.link ?? '')).text()).toContain('satchel://join?server=');
    const accepted = await post('accept-invitation', { token: tokenOf(mail.link), password });
    expect(accepted.status).toBe(200);
  });

  test('[S5-03/S] [S5-04/S] the session cookie and the bearer token both sign in; a profile is edited; another site’s page is nobody', async () => {
    const answer = await post('register', { email: 'cookie@mail.example', password });
    const set = answer.headers.get('set-cookie') ?? '';
    expect(set).toMatch(/HttpOnly; SameSite=Strict/);
    const cookie = set.split(';')[0] ?? '';
    const profile = (headers: Record<string, string>, body?: unknown) =>
      ask(server.address, body === undefined ? 'GET' : 'PATCH', '/api/auth/profile', {
        headers,
        ...(body === undefined ? {} : { body }),
      });
    expect(await profile({ cookie })).toMatchObject({ status: 200, body: { full_name: 'cookie@mail.example' } });
    expect((await profile({ cookie, origin: 'https://evil.example' }, { first_name: 'Eve' })).status).toBe(401);
    expect(await profile({ cookie, origin: server.address }, { first_name: 'Ada', last_name: 'Byron' })).toMatchObject({
      body: { full_name: 'Ada Byron' },
    });
    const { access_token: token } = answer.body as unknown as { access_token: string };
    expect(await profile({ authorization: `Bearer ${token}` }, { last_name: '' })).toMatchObject({
      body: { full_name: 'Ada' },
    });
    expect((await ask(server.address, 'POST', '/api/auth/logout', { headers: { cookie } })).status).toBe(204);
    expect((await profile({ cookie })).status).toBe(401);
  });

  test('nothing of mails, tokens or addresses is logged', () => {
    expect(server.log()).not.toMatch(/mail\.example|token=|correct horse/);
  });
});

describe('an account without mail', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await runServer('postgres');
  }, 120_000);
  afterAll(async () => await server.close());

  test('an admin gives a link, for members of this organization alone and never for an owner above them', async () => {
    const [ada, cyd] = [
      await register(server.address, 'ada@link.example'),
      await register(server.address, 'cyd@link.example'),
    ];
    const join = async (email: string, role: string) => {
      const invited = await ask(server.address, 'POST', `/api/v1/organizations/${ada.organization}/members`, {
        token: ada.token,
        body: { email, role },
      });
      const { member_id: member, invitation } = invited.body as unknown as {
        member_id: string;
        invitation: { token: string; link: string };
      };
      expect(invitation.link).toContain(`/account/join?token=${invitation.token}`);
      const accepted = await ask(server.address, 'POST', '/api/v1/auth/accept-invitation', {
        body: { token: invitation.token, password },
      });
      return { member, token: (accepted.body as unknown as { access_token: string }).access_token };
    };
    const admin = await join('admin@link.example', 'admin');
    const bo = await join('bo@link.example', 'member');
    const both = await join('cyd@link.example', 'member');
    const linkOf = (token: string, member: string, organization = ada.organization) =>
      ask(server.address, 'POST', `/api/v1/members/${member}/password-link`, {
        token,
        headers: { 'x-organization-id': organization },
      });
    const given = await linkOf(admin.token, bo.member);
    const { link } = given.body as unknown as { link: string };
    expect([given.status, link]).toEqual([201, expect.stringContaining('/account/password?token=')]);
    expect((await linkOf(admin.token, ada.member)).status).toBe(403);
    expect((await linkOf(bo.token, admin.member)).status).toBe(403);
    expect(await linkOf(ada.token, both.member)).toMatchObject({
      status: 409,
      body: { error: { code: 'several-organizations' } },
    });
    // Members of others are nobody here.
    expect((await linkOf(cyd.token, bo.member, cyd.organization)).status).toBe(404);
    const set = await fetch(link, {
      method: 'POST',
      body: new URLSearchParams({ token: new URL(link).searchParams.get('token') ?? '', password: next }),
    });
    expect(await set.text()).toContain('Your password is set');
    const login = await ask(server.address, 'POST', '/api/auth/login', {
      body: { email: 'bo@link.example', password: next },
    });
    expect(login.status).toBe(200);
  });

  test('[S1-03/S] the first sign-in has made exactly one organization, whose slug comes from the address, and no later one makes another', async () => {
    const own = async (token: string) =>
      (
        (await ask(server.address, 'GET', '/api/v1/organizations/me', { token })).body as unknown as {
          organizations: { id: string; slug: string }[];
        }
      ).organizations;
    const first = await register(server.address, 'grace@first.example');
    const [made, ...more] = await own(first.token);
    expect([made?.slug, more]).toEqual(['grace-first-example', []]);
    for (let n = 0; n < 2; n++) {
      const { body } = await ask(server.address, 'POST', '/api/v1/auth/login', {
        body: { email: 'grace@first.example', password },
      });
      expect(await own((body as unknown as { access_token: string }).access_token)).toEqual([made]);
    }
    const second = await register(server.address, 'grace@first.example.org', { company_name: 'grace first example' });
    expect((await own(second.token)).map(({ slug }) => slug)).toEqual(['grace-first-example-2']);
  });

  test('[S2-05/S] what belongs to an organization says which: missing is 400, somebody else’s is 403', async () => {
    const [ada, bo] = [
      await register(server.address, 'ada@header.example'),
      await register(server.address, 'bo@header.example'),
    ];
    const devices = (headers: Record<string, string>, token: string | null = ada.token) =>
      ask(server.address, 'GET', '/api/v1/devices', { headers, ...(token === null ? {} : { token }) });
    expect((await devices({ 'x-organization-id': ada.organization }, null)).status).toBe(401);
    expect(await devices({})).toMatchObject({ status: 400, body: { error: { code: 'organization-missing' } } });
    expect((await devices({ 'x-organization-id': 'x' })).status).toBe(400);
    expect((await devices({ 'x-organization-id': bo.organization })).status).toBe(403);
    expect((await devices({ 'x-organization-id': ada.organization })).status).toBe(200);
  });
});
