import { expect, test } from 'vitest';
import { createWorld } from '../../test/world.ts';
import type { AuthorityStore } from './authority-store.ts';

/** What is more than one frame holds. */
export function sizeScenarios(store: () => AuthorityStore): void {
  test('I-1 I-5 changes and records that together are larger than a frame go up, and come down as changes, as a load and as the past', async () => {
    const world = await createWorld(store());
    const [ada, bo] = [await world.device('owner'), await world.device('admin')];
    const company = ada.make('company', { name: 'Large' });
    const notes = Array.from({ length: 60 }, (_, n) =>
      ada.make('note', { body: `${n} ${'a'.repeat(150_000)}`, company }),
    );
    await ada.sync();
    expect(ada.store.outbox()).toEqual([]);
    await bo.sync();
    const late = await world.device('owner');
    for (const device of [bo, late]) {
      expect(notes.map((id) => device.row('note', id)?.rev)).toEqual(notes.map((id) => ada.row('note', id)?.rev));
      expect(notes.map((id) => device.store.history('note', id, 9).length)).toEqual(notes.map(() => 1));
    }
  });

  test('a device that is more changes behind than one message carries asks until it has all of them', async () => {
    const world = await createWorld(store());
    const [ada, bo] = [await world.device('owner'), await world.device('admin')];
    const company = ada.make('company', { name: 'First' });
    for (let n = 0; n < 1100; n++) ada.update('company', company, { name: `Name ${n}` });
    await ada.sync();
    await bo.sync();
    expect(bo.store.history('company', company, 9999)).toHaveLength(1101);
  });
}
