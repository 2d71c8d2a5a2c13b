import fc from 'fast-check';
import { expect, test } from 'vitest';
import { blankRecord } from '../decide/draft.ts';
import { entities } from '../entities/registry.ts';
import type { Entity } from '../entity/entity.ts';
import type { EntityRecord } from '../entity/record.ts';
import { emptyValue, type FieldKind, type FieldValue } from '../field/field.ts';
import { type RecordId, recordIdFrom } from '../id/uuid.ts';
import { compareBy, isSortableKind } from './compare-by.ts';

type Direction = 'asc' | 'desc';

const id = (n: number): RecordId => recordIdFrom(`00000000-0000-7000-8000-${String(n).padStart(12, '0')}`);

/** Values among which some are equal, some equal but for case and accents, and some empty. */
const valuesByKind: Readonly<Partial<Record<FieldKind, readonly FieldValue[]>>> = {
  text: ['b', 'B', 'é', 'e', '', '😀', '\uffff', 'Zürich'],
  number: [-1, 0, 0.5, 2 ** 53 - 1],
  boolean: [false, true],
  date: ['0001-01-01', '2026-11-20', '9999-12-31'],
  instant: [0, -1, 1_700_000_000_000],
  money: [
    { minor: 5, currency: 'USD' },
    { minor: 5, currency: 'EUR' },
    { minor: -5, currency: 'USD' },
  ],
  choice: ['a', 'b', 'B'],
  reference: [id(1), id(2)],
  url: ['https://a.example', 'https://A.example/b'],
  orderKey: ['a0', 'a1', 'Zz'],
  serial: ['LED-001', 'LED-1000', 'LED-999'],
};

interface Column {
  readonly entity: Entity;
  readonly field: string;
  readonly values: readonly FieldValue[];
}

/** Every column of every entity that a list can be sorted by. */
const columns: readonly Column[] = entities.flatMap((entity) =>
  Object.entries(entity.fields).flatMap(([field, { kind }]) =>
    isSortableKind[kind] ? [{ entity, field, values: [emptyValue(kind), ...(valuesByKind[kind] ?? [])] }] : [],
  ),
);

const rowOf = ({ entity, field, values }: Column, n: number, pick: number): EntityRecord => ({
  ...blankRecord(entity, id(n), id(0), 0),
  [field]: values[pick % values.length] ?? null,
});

test('[S1-13/C] every column of every entity sorts up and down, and no order leaves two rows in either place', () => {
  for (const column of columns) {
    const rows = Array.from({ length: 24 }, (_, n) => rowOf(column, n, n * 7 + 3));
    const orders = (['asc', 'desc'] as const).map((direction) => {
      const compare = compareBy(column.entity, column.field, direction);
      const sorted = rows.toSorted(compare);
      const isStrict = sorted.every((row, at) => sorted.slice(at + 1).every((later) => compare(row, later) < 0));
      return { ids: sorted.map((row) => row.id), isStrict, filled: sorted.filter((row) => row[column.field] !== null) };
    });
    const [up, down] = orders;
    // Down is up turned round, but that what is empty stays last.
    expect({
      column: `${column.entity.name}.${column.field}`,
      isStrict: orders.map(({ isStrict }) => isStrict),
      isTurned: down?.filled.map((row) => row.id),
      all: up?.ids.length,
    }).toEqual({
      column: `${column.entity.name}.${column.field}`,
      isStrict: [true, true],
      isTurned: up?.filled.map((row) => row.id).toReversed(),
      all: 24,
    });
  }
  expect(columns.length).toBeGreaterThan(entities.length * 5);
});

test('[S1-13/C] page by page, no row is left out or shown twice while others come, go and change', () => {
  const events = fc.array(
    fc.record({
      kind: fc.constantFrom('insert', 'delete', 'change'),
      n: fc.nat(),
      pick: fc.nat({ max: 20 }),
    }),
    { maxLength: 4 },
  );
  fc.assert(
    fc.property(
      fc.constantFrom(...columns),
      fc.constantFrom<Direction>('asc', 'desc'),
      fc.array(fc.nat({ max: 20 }), { maxLength: 30 }),
      fc.array(events, { maxLength: 12 }),
      fc.integer({ min: 1, max: 7 }),
      (column, direction, picks, eventsByPage, limit) => {
        const compare = compareBy(column.entity, column.field, direction);
        const rows = new Map(picks.map((pick, n) => [id(n * 2), rowOf(column, n * 2, pick)]));
        const untouched = new Set(rows.keys());
        const seen: EntityRecord[] = [];
        for (let page = 0; ; page++) {
          const last = seen.at(-1);
          // A page begins behind the last row that was shown, as that row was then.
          const rest = [...rows.values()].toSorted(compare).filter((row) => !last || compare(last, row) < 0);
          seen.push(...rest.slice(0, limit));
          if (rest.length <= limit) break;
          for (const { kind, n, pick } of eventsByPage[page] ?? []) {
            const [key] = [...rows.keys()].slice(n % rows.size);
            if (kind === 'insert') rows.set(id((n % 60) * 2 + 1), rowOf(column, (n % 60) * 2 + 1, pick));
            else if (key !== undefined) {
              untouched.delete(key);
              const old = rows.get(key);
              if (kind === 'delete') rows.delete(key);
              else if (old)
                rows.set(key, { ...old, [column.field]: column.values[pick % column.values.length] ?? null });
            }
          }
        }
        const shown = seen.map((row) => row.id).filter((rowId) => untouched.has(rowId));
        expect(shown.length).toBe(new Set(shown).size);
        expect(new Set(shown)).toEqual(untouched);
        expect(seen.every((row, at) => at === 0 || compare(seen[at - 1] ?? row, row) < 0)).toBe(true);
      },
    ),
    { numRuns: 500 },
  );
});
