import { changeIdFrom, recordIdFrom } from '@satchel/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeClientFrame, decodeServerFrame, encodeFrame, maxFrameBytes } from './frame.ts';
import type { ClientMessage } from './messages.ts';
import { packValue } from './packed-value.ts';

const id = recordIdFrom('01a1fcf7-9dcf-77aa-afab-d89410601bfc');
const push = {
  kind: 'push',
  firstNumber: 7,
  now: 1_790_000_000_000,
  changes: [
    {
      id: changeIdFrom(id),
      actor: id,
      device: 'abcd1234',
      at: '01a1fcf79dcf-0000-abcd1234',
      intentions: [{ kind: 'update', entity: 'contact', id, base: 3, fields: { name: 'Zoë' } }],
    },
  ],
} as const;
const message = push as unknown as ClientMessage;

test('a message goes through a frame unchanged', () => {
  expect(decodeClientFrame(encodeFrame(message))).toEqual({ ok: true, value: push });
});

test('what is not a message of that side is refused, with the place and without the value', () => {
  const refusal = (value: unknown): unknown => decodeClientFrame(packValue(value as Parameters<typeof packValue>[0]));
  expect(refusal({ ...push, firstNumber: 'secret' })).toEqual({
    ok: false,
    error: { code: 'malformed', detail: 'firstNumber: invalid_type' },
  });
  expect(refusal({ ...push, changes: [{ ...push.changes[0], device: '../../secret' }] })).toEqual({
    ok: false,
    error: { code: 'malformed', detail: 'changes.0.device: invalid_format' },
  });
  expect(refusal({ kind: 'wipe' })).toMatchObject({ error: { code: 'unknown' } });
  expect(refusal({ kind: 'a-later-one', anything: 1 })).toMatchObject({ error: { code: 'unknown' } });
  expect(refusal(null)).toMatchObject({ error: { code: 'malformed' } });
  expect(decodeClientFrame(new Uint8Array(maxFrameBytes + 1))).toMatchObject({ error: { code: 'too-large' } });
});

test('fields that a newer version added are passed over', () => {
  expect(decodeClientFrame(packValue({ kind: 'pull', after: 3, fromTomorrow: [1] }))).toEqual({
    ok: true,
    value: { kind: 'pull', after: 3 },
  });
});

test('any bytes are answered, never thrown', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat(), fc.nat(255), (bytes, at, byte) => {
      const frame = encodeFrame(message);
      frame[at % frame.length] = byte;
      for (const one of [bytes, frame]) {
        expect(typeof decodeClientFrame(one).ok).toBe('boolean');
        expect(typeof decodeServerFrame(one).ok).toBe('boolean');
      }
    }),
    { numRuns: 1000 },
  );
});
