import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { createTokens } from './tokens.ts';

const day = 24 * 3_600_000;
const [old, current] = ['o'.repeat(32), 'n'.repeat(32)] as const;

test('keys that sign change by themselves every month; what was signed before stays good until its time is over', async () => {
  let nowMs = 60 * 30 * day - 1000;
  const tokens = createTokens([current], 30 * 60, () => nowMs);
  const claims = { user: randomUUID(), session: randomUUID() };
  const keyOf = (token: string) =>
    JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()) as unknown;
  const before = await tokens.issue(claims);
  nowMs += 2000;
  const after = await tokens.issue(claims);
  expect([keyOf(before), keyOf(after)]).toMatchObject([{ kid: '59' }, { kid: '60' }]);
  expect(await tokens.verify(before)).toMatchObject(claims);
  expect(await tokens.verify(after)).toMatchObject(claims);
  nowMs += 31 * 60_000;
  expect([await tokens.verify(before), await tokens.verify(after)]).toEqual([null, null]);
});

test('a secret is changed without signing anybody out: the one before verifies and signs nothing', async () => {
  const now = () => 1_790_000_000_000;
  const claims = { user: randomUUID(), session: randomUUID() };
  const token = await createTokens([old], 1800, now).issue(claims);
  const changed = createTokens([current, old], 1800, now);
  expect(await changed.verify(token)).toMatchObject(claims);
  expect(await createTokens([current], 1800, now).verify(token)).toBeNull();
  const next = await changed.issue(claims);
  expect(await createTokens([current], 1800, now).verify(next)).toMatchObject(claims);
  expect(await createTokens([old], 1800, now).verify(next)).toBeNull();
});

test('a token is for what it was made: one to upload signs nobody in, and the other way round', async () => {
  const tokens = createTokens([current], 1800, () => 1_790_000_000_000);
  const upload = { user: randomUUID(), organization: randomUUID(), device: 'device00' };
  const [access, uploading] = [
    await tokens.issue({ user: upload.user, session: randomUUID() }),
    await tokens.issueUpload(upload),
  ];
  expect(await tokens.verifyUpload(uploading)).toMatchObject(upload);
  expect([await tokens.verify(uploading), await tokens.verifyUpload(access)]).toEqual([null, null]);
});
