import { coreModel, type EntityRecord, emptyValue, entityFor, recordIdFrom } from '@satchel/core';
import { decodePage, encodePage } from '@satchel/sync';
import { expect, test } from 'vitest';
import { zstd } from './zstd.ts';

const { fields } = entityFor(coreModel, 'contact');
const empty = Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, emptyValue(field.kind)]));
const records = Array.from({ length: 500 }, (_, index) => {
  const id = recordIdFrom(`01a1fcf7-9dcf-77aa-afab-${String(index * 7919).padStart(12, '0')}`);
  const own = {
    id,
    rev: index + 1,
    stamps: {},
    createdAt: index,
    updatedAt: index,
    name: `Person ${index}`,
  };
  return { ...empty, ...own } as unknown as EntityRecord;
});
const page = { entity: 'contact', records, next: records.at(-1)?.id ?? null };

test('a page of a load travels in a tenth of its JSON, and comes back whole', () => {
  const bytes = encodePage(page, zstd);
  expect(decodePage(bytes, zstd)).toEqual({ ok: true, value: page });
  expect(bytes.length).toBeLessThan(JSON.stringify(page).length / 10);
});

test('bytes that are no page, or that would grow without end, are refused', () => {
  const refused = { ok: false, error: { code: 'malformed' } };
  expect(decodePage(new Uint8Array([1, 2, 3]), zstd)).toMatchObject(refused);
  expect(decodePage(encodePage(page, zstd).slice(0, 100), zstd)).toMatchObject(refused);
  expect(decodePage(zstd.compress(new TextEncoder().encode('no page')), zstd)).toMatchObject(refused);
  expect(decodePage(zstd.compress(new Uint8Array(65 * 1024 * 1024)), zstd)).toMatchObject(refused);
  expect(zstd.decompress(zstd.compress(new Uint8Array(1000)), 999)).toBeNull();
});
