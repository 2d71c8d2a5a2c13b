import { coreModel, recordIdFrom } from '@satchel/core';
import { expect, test } from 'vitest';
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
