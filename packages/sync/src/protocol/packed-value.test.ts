import type { JsonValue } from '@satchel/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NotPacked, packValue, unpackValue } from './packed-value.ts';

const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 80 }), fc.uuid(), fc.constantFrom('', 'name', '\0', '𝕊'));
const number = fc.oneof(fc.maxSafeInteger(), fc.double({ noDefaultInfinity: true, noNaN: true }), fc.integer());
const anyJson = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, true, false),
    number,
    text,
    fc.array(tie('value'), { maxLength: 6 }),
    fc.dictionary(
      fc.string({ maxLength: 9 }).filter((name) => name !== '__proto__'),
      tie('value'),
      {
        maxKeys: 6,
        noNullPrototype: true,
      },
    ),
  ),
})).value;

test('what is packed is unpacked as JSON would have it', () => {
  fc.assert(
    fc.property(anyJson, (value) => {
      expect(unpackValue(packValue(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
    { numRuns: 2000 },
  );
});

test('any bytes are a value or refused as none, and never cost more than their length', () => {
  const read = (bytes: Uint8Array): unknown => {
    try {
      return unpackValue(bytes);
    } catch (error) {
      if (error instanceof NotPacked) return error;
      throw error;
    }
  };
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void read(bytes)),
    { numRuns: 2000 },
  );
  // One byte changed, or cut short.
  fc.assert(
    fc.property(anyJson, fc.nat(), fc.nat(255), fc.nat(), (value, at, byte, length) => {
      const bytes = packValue(value);
      bytes[at % bytes.length] = byte;
      read(bytes);
      read(packValue(value).slice(0, length % bytes.length));
    }),
    { numRuns: 1000 },
  );
  // A list of 2^40 elements in eight bytes.
  expect(() => unpackValue(new Uint8Array([10, 128, 128, 128, 128, 128, 32, 0]))).toThrow(NotPacked);
});

test('what JSON cannot hold is not packed, and no name reaches into the language', () => {
  expect(() => packValue('half \ud800')).toThrow('lone surrogate');
  expect(() => packValue(Number.NaN)).toThrow('not finite');
  expect(() => unpackValue(packValue(JSON.parse('{"__proto__":{"isAdmin":true}}') as JsonValue))).toThrow(NotPacked);
  const deep = Array.from({ length: 40 }).reduce<JsonValue>((inner) => [inner], 1);
  expect(() => unpackValue(packValue(deep))).toThrow('too deep');
});

test('records of a kind take less than half of their JSON', () => {
  const records = Array.from({ length: 100 }, (_, index) => ({
    id: `01a1fcf7-9dcf-77aa-afab-${String(index).padStart(12, '0')}`,
    owner: '01a1fcf7-9dcf-77aa-afab-d89410601bfc',
    rev: 1000 + index,
    name: `Person ${index}`,
    company: null,
    tags: [],
    createdAt: 1_790_000_000_000 + index,
    lifecycle: 'customer',
    jobTitle: null,
    stamps: {},
  }));
  expect(packValue(records).length).toBeLessThan(JSON.stringify(records).length / 2);
});
