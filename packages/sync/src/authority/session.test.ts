import { coreModel, recordIdFrom } from '@satchel/core';
import { expect, test } from 'vitest';
import { createWorld, type TestDevice } from '../../test/world.ts';
import type { ServerMessage } from '../protocol/messages.ts';
import { oldestProtocolVersion } from '../protocol/version.ts';
import { createAuthority } from './authority.ts';
import { createMemoryAuthorityStore } from './memory-authority-store.ts';
import { createSession } from './session.ts';

test('R-13 a device of an older protocol is told which one it needs, and learns nothing else', async () => {
  const store = createMemoryAuthorityStore(coreModel);
  const now = () => 0;
  const sent: ServerMessage[] = [];
  const session = createSession({
    authority: createAuthority({
      store,
      model: coreModel,
      now,
      profile: () => ({ country: 'US', timeZone: 'UTC', weekStart: 1 }),
    }),
    store,
    model: coreModel,
    sender: { tenant: 'one', member: recordIdFrom('01a1fcf7-9dcf-77aa-afab-d89410601bfc'), device: 'abcd1234' },
    send: (message) => void sent.push(message),
    now,
  });
  const hello = { kind: 'hello', cursor: null, generation: null, epoch: {}, now: 0 } as const;
  await session.receive({ ...hello, protocol: oldestProtocolVersion - 1 });
  await session.notice();
  expect(sent).toEqual([{ kind: 'upgrade', minimum: oldestProtocolVersion }]);
});

test('[S5-01/C] [S5-21/C] [S5-22/C] two who each work alone have campaigns, contacts, calls and conversations, and nothing in common', async () => {
  const store = createMemoryAuthorityStore(coreModel);
  const held: TestDevice[] = [];
  for (const people of [['Grace', 'Alan'], ['Barbara']]) {
    const world = await createWorld(store);
    const device = await world.device('owner');
    // Nobody says an organization, a team or an owner anywhere.
    const campaign = device.make('campaign', { name: 'Autumn', status: 'active' });
    for (const name of people) {
      const contact = device.make('contact', { name });
      const call = device.make('call', { contact, campaign, status: 'completed', durationSeconds: 60 });
      device.make('conversation', { contact, campaign, call, title: name });
    }
    await device.sync();
    expect(device.store.attention()).toEqual([]);
    // As a device sees it that has nothing but what the server gives it.
    held.push(await world.device('admin'));
  }
  const idsOf = (index: number, entity: string): ReadonlySet<string> =>
    new Set(
      held[index]?.store.list({ need: 'list', entity, where: { and: [] }, limit: 1000 }).map(({ id }) => id) ?? [],
    );
  const used = ['campaign', 'contact', 'call', 'conversation'];
  expect([0, 1].map((index) => used.map((entity) => idsOf(index, entity).size))).toEqual([
    [1, 2, 2, 2],
    [1, 1, 1, 1],
  ]);
  for (const { name } of coreModel.entities) {
    expect([name, [...idsOf(0, name)].filter((id) => idsOf(1, name).has(id)).length]).toEqual([name, 0]);
  }
});

test('a page of an entity that there is not is answered by beginning anew', async () => {
  const world = await createWorld(createMemoryAuthorityStore(coreModel));
  const sent: ServerMessage[] = [];
  const session = createSession({
    authority: world.authority,
    store: world.store,
    model: coreModel,
    sender: { tenant: world.tenant, member: world.members.owner, device: 'abcd1234' },
    send: (message) => void sent.push(message),
    now: () => 0,
  });
  const hello = { kind: 'hello', cursor: null, generation: null, epoch: {}, now: 0 } as const;
  await session.receive({ ...hello, protocol: oldestProtocolVersion });
  await session.receive({ kind: 'page', load: 1, entity: 'nothing', afterId: null });
  expect(sent.map(({ kind }) => kind)).toEqual(['welcome', 'reset']);
});

test('R-24 checksums are told once a minute, however often they are asked for', async () => {
  const world = await createWorld(createMemoryAuthorityStore(coreModel));
  let nowMs = 0;
  const sent: ServerMessage[] = [];
  const session = createSession({
    authority: world.authority,
    store: world.store,
    model: coreModel,
    sender: { tenant: world.tenant, member: world.members.owner, device: 'abcd1234' },
    send: (message) => void sent.push(message),
    now: () => nowMs,
  });
  await session.receive({
    kind: 'hello',
    protocol: oldestProtocolVersion,
    cursor: null,
    generation: null,
    epoch: {},
    schema: coreModel.schema,
    now: 0,
  });
  const { head } = await world.state();
  const told = async (at: number): Promise<number> => {
    nowMs = at;
    await session.receive({ kind: 'check', at: head });
    return sent.filter(({ kind }) => kind === 'sums').length;
  };
  expect([await told(0), await told(1), await told(59_999), await told(60_000), await told(60_001)]).toEqual([
    1, 1, 1, 2, 2,
  ]);
});
