import { expect, test } from 'vitest';
import { syncWords } from './sync-status.ts';

test('the pill says that a connection is slow, and how much waits, for as long as it is', () => {
  const account = { address: 'https://crm.a.example', email: 'ada@a.example', organizationName: 'Orchard' };
  const status = { state: 'online', trouble: null, account, waiting: 0, attention: 0, syncedAt: null } as const;
  const trouble = 'The connection is slow.';
  expect([
    syncWords(status),
    syncWords({ ...status, trouble }),
    syncWords({ ...status, trouble, waiting: 2 }),
    syncWords({ ...status, state: 'loading', trouble }),
  ]).toEqual([
    { label: 'Synced', detail: 'The same as Orchard on https://crm.a.example.', look: 'good' },
    { label: 'Slow', detail: trouble, look: 'warn' },
    { label: 'Slow – 2 waiting', detail: trouble, look: 'warn' },
    { label: 'Slow', detail: trouble, look: 'warn' },
  ]);
});
