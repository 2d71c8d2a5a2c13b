import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startDevices } from '../../../test/start-devices.ts';

const devices = startDevices();
beforeAll(devices.start, 120_000);
afterEach(devices.close);
afterAll(devices.stop);

const { openDevice, setUp, connect, until, isOnline } = devices;

test('the account is the server’s: its name, its devices and who is invited; without the server that is said', async () => {
  const one = await openDevice();
  await setUp(one, 'Orchard');
  const notAsked = { ok: false, error: [{ code: 'not-connected' }] };
  expect(await one.call('account.get', {})).toMatchObject(notAsked);
  expect(await one.call('account.revoke', { device: '00000000' })).toMatchObject(notAsked);

  await connect(one, 'ada@account.example', 'new');
  expect(await one.call('sync.prepare', {})).toEqual({ ok: true, value: null });
  expect(await one.call('account.rename', { firstName: 'Augusta', lastName: 'King' })).toEqual({
    ok: true,
    value: null,
  });
  const account = async () => {
    const got = await one.call('account.get', {});
    if (!got.ok) throw new Error(got.error.map(({ message }) => message).join(' '));
    return got.value;
  };
  const who = { email: 'ada@account.example', firstName: 'Augusta', lastName: 'King', role: 'owner' };
  expect(await account()).toMatchObject(who);

  const colleague = { email: 'bo@account.example', name: 'Bo', role: 'member' } as const;
  const invited = await one.call('account.invite', colleague);
  expect(invited.ok && invited.value.link).toContain('/account/join?token=');
  expect((await one.call('account.invite', { ...colleague, email: 'nobody' })).ok).toBe(false);

  const two = await openDevice();
  await connect(two, 'ada@account.example', 'account');
  // A device asks for its key after it is connected.
  const others = async () => (await account()).devices.filter(({ isThis }) => !isThis);
  await until('both devices are known', async () => (await others()).length === 1);
  const [other] = await others();
  expect(other).toMatchObject({ isOwn: true, isRevoked: false });
  expect(await one.call('account.revoke', { device: other?.device ?? '' })).toEqual({ ok: true, value: null });
  expect(await others()).toMatchObject([{ isRevoked: true }]);
  await until('the other one is signed out', async () => !(await isOnline(two)));
  expect(await isOnline(one)).toBe(true);
}, 120_000);
