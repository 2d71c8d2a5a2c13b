import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDevice, until } from '../../test/device.ts';
import { ask, register, runServer, type TestServer } from '../../test/running-server.ts';

describe.each(['embedded', 'postgres'] as const)('members over HTTP, database %s', (kind) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await runServer(kind);
  }, 120_000);
  afterAll(async () => await server.close());

  type Who = Awaited<ReturnType<typeof register>>;
  const members = (who: Who, method: string, path = '', body?: unknown) =>
    ask(server.address, method, `/api/v1/organizations/${who.organization}/members${path}`, {
      token: who.token,
      ...(body === undefined ? {} : { body }),
    });
  const invite = async (who: Who, email: string, role = 'member') => {
    const { status, body } = await members(who, 'POST', '', { email, role, name: 'Invited' });
    if (status !== 201) throw new Error(JSON.stringify(body));
    return body as unknown as { member_id: string; invitation: { token: string } };
  };
  const accept = (token: string, password = 'another good password') =>
    ask(server.address, 'POST', '/api/v1/auth/accept-invitation', { body: { token, password, first_name: 'Bo' } });
  const joined = async (who: Who, email: string, role = 'member'): Promise<Who> => {
    const { member_id: member, invitation } = await invite(who, email, role);
    const { body } = await accept(invitation.token);
    const {
      access_token: token,
      refresh_token: refreshToken,
      user,
    } = body as unknown as {
      access_token: string;
      refresh_token: string;
      user: { id: string };
    };
    return { token, refreshToken, user: user.id, organization: who.organization, member };
  };

  test('[S2-06/S] an admin invites, the invited chooses a password and works with the others', async () => {
    const ada = await register(server.address, 'ada@members.example');
    const bo = await joined(ada, 'bo@members.example', 'manager');
    const [one, two] = [createDevice(ada), createDevice(bo)];
    await one.connect(server.address);
    await until('the first load', () => one.row('member', one.member) !== null);
    const company = one.make('company', { name: 'Shared' });
    await two.connect(server.address);
    await until('the other one sees it', () => two.row('company', company) !== null);
    expect(two.row('member', two.member)).toMatchObject({ role: 'manager', emails: ['bo@members.example'] });
    expect((await members(ada, 'PATCH', `/${bo.member}`, { role: 'admin' })).status).toBe(204);
    await until('the role arrives', () => two.row('member', two.member)?.['role'] === 'admin');
    await one.disconnect();
    await two.disconnect();
  });

  test('[S2-01/S] somebody may belong to several organizations, each with a member record of its own', async () => {
    const [ada, cyd] = [
      await register(server.address, 'ada@two.example'),
      await register(server.address, 'cyd@two.example'),
    ];
    const { invitation } = await invite(ada, 'cyd@two.example');
    expect((await accept(invitation.token, 'not the password')).status).toBe(401);
    expect((await accept(invitation.token, 'correct horse battery')).status).toBe(200);
    const { body } = await ask(server.address, 'GET', '/api/v1/organizations/me', { token: cyd.token });
    const own = (body as unknown as { organizations: { id: string; member_id: string }[] }).organizations;
    expect(new Set(own.map(({ id }) => id))).toEqual(new Set([ada.organization, cyd.organization]));
    expect(new Set(own.map(({ member_id: member }) => member)).size).toBe(2);
    expect((await members(ada, 'POST', '', { email: 'cyd@two.example' })).status).toBe(409);
  });

  test('an invitation is good once, for a week, and is not guessed', async () => {
    const ada = await register(server.address, 'ada@once.example');
    const { invitation } = await invite(ada, 'bo@once.example');
    const tries = await Promise.all([accept(invitation.token), accept(invitation.token)]);
    expect(tries.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await accept(invitation.token)).status).toBe(404);
    expect((await accept('x'.repeat(43))).status).toBe(404);
  });

  test('[S2-06/S] members, managers and strangers can neither add, change nor remove anybody', async () => {
    const ada = await register(server.address, 'ada@rights.example');
    const stranger = await register(server.address, 'stranger@rights.example');
    const manager = await joined(ada, 'manager@rights.example', 'manager');
    const member = await joined(ada, 'member@rights.example');
    for (const who of [manager, member, { ...stranger, organization: ada.organization }]) {
      expect((await members(who, 'POST', '', { email: 'x@rights.example' })).status).toBe(403);
      expect((await members(who, 'PATCH', `/${ada.member}`, { role: 'member' })).status).toBe(403);
      expect((await members(who, 'DELETE', `/${ada.member}`)).status).toBe(403);
    }
    expect((await members({ ...ada, token: 'none' }, 'DELETE', `/${member.member}`)).status).toBe(401);
    expect((await members(ada, 'DELETE', '/nobody')).status).toBe(404);
    expect((await members(ada, 'PATCH', `/${member.member}`, { role: 'king' })).status).toBe(400);
  });

  test('[S2-06/S] the last owner stays', async () => {
    const ada = await register(server.address, 'ada@owner.example');
    for (const answer of [
      await members(ada, 'DELETE', `/${ada.member}`),
      await members(ada, 'PATCH', `/${ada.member}`, { role: 'admin' }),
    ]) {
      expect(answer).toMatchObject({ status: 409, body: { error: { code: 'last-owner' } } });
    }
  });

  test('[S2-06/S] the device of somebody who was removed sends what it has, which waits for an admin, and is to wipe itself', async () => {
    const ada = await register(server.address, 'ada@removed.example');
    const bo = await joined(ada, 'bo@removed.example');
    const device = createDevice(bo);
    await device.connect(server.address);
    await until('the first load', () => device.row('member', device.member) !== null);
    await device.disconnect();
    device.make('company', { name: 'Made offline' });
    expect((await members(ada, 'DELETE', `/${bo.member}`)).status).toBe(204);
    await device.connect(server.address);
    await until('it is to be wiped', () => device.isWiped());
    expect(device.store.outbox()).toEqual([]);
    await device.disconnect();
  });
});
