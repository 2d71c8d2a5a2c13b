import { entityFor, withDefinitions } from '@satchel/core';
import { expect, test } from 'vitest';
import { createWorld, type TestDevice } from '../../test/world.ts';
import type { AuthorityStore } from './authority-store.ts';

/** Fields that a workspace defines, on devices that know of them at different times. */
export function customFieldScenarios(store: () => AuthorityStore): void {
  const definition = { entity: 'company', key: 'budget', label: 'Budget', kind: 'number' };

  const fieldOf = ({ store: own }: TestDevice, model: Parameters<typeof withDefinitions>[0]) => {
    const definitions = own.ids('fieldDefinition').flatMap((id) => own.record('fieldDefinition', id) ?? []);
    return entityFor(withDefinitions(model, definitions), 'company').fields['custom.budget'];
  };

  test('a custom field’s definition that arrives after records that use it finds their values', async () => {
    const world = await createWorld(store());
    const [ada, bo, cyd] = [await world.device('owner'), await world.device('admin'), await world.device('manager')];
    const company = ada.make('company', { name: 'Acme' });
    await ada.sync();
    await bo.sync();
    // Ada defines it and is offline; what she tells Bo of it is on his device before the definition is.
    const defined = ada.make('fieldDefinition', definition);
    bo.update('company', company, { 'custom.budget': 500, 'custom.other': 'kept' });
    await bo.sync();
    await cyd.sync();
    expect(cyd.row('company', company)).toMatchObject({ 'custom.budget': 500, 'custom.other': 'kept' });
    expect(fieldOf(cyd, world.model)).toBeUndefined();
    await ada.sync();
    for (const device of [ada, bo, cyd]) {
      await device.sync();
      expect(device.row('fieldDefinition', defined)).not.toBeNull();
      expect(fieldOf(device, world.model)).toEqual({ kind: 'number', label: 'Budget' });
      expect(device.row('company', company)).toMatchObject({ 'custom.budget': 500, 'custom.other': 'kept' });
      expect(device.row('company', company)).toEqual(await world.row('company', company));
    }
    // A device that comes now loads both.
    const dov = await world.device('member');
    expect([fieldOf(dov, world.model)?.kind, dov.row('company', company)]).toEqual(['number', null]);
  });

  test('a value is judged by its definition, wherever that is known', async () => {
    const world = await createWorld(store());
    const [ada, bo] = [await world.device('owner'), await world.device('admin')];
    const company = ada.make('company', { name: 'Acme' });
    await ada.sync();
    await bo.sync();
    ada.make('fieldDefinition', definition);
    expect(() => ada.update('company', company, { 'custom.budget': 'a lot' })).toThrow('digits');
    await ada.sync();
    // Bo's device does not know yet what the server does.
    const late = bo.update('company', company, { 'custom.budget': 'a lot' });
    await bo.sync();
    expect(await world.outcome(late)).toMatchObject({ kind: 'refused', refusals: [{ field: 'custom.budget' }] });
    expect(bo.store.attention()).toMatchObject([{ kind: 'refused', change: { id: late } }]);
    expect(bo.row('company', company)?.['custom.budget'] ?? null).toBeNull();
  });

  test('of two edits of one custom field the later wins, edits of two are both kept, and each can be undone', async () => {
    const world = await createWorld(store());
    const [ada, bo] = [await world.device('owner'), await world.device('admin')];
    const company = ada.make('company', { name: 'Acme', 'custom.a': 1, 'custom.b': 1 });
    await ada.sync();
    await bo.sync();
    const early = ada.update('company', company, { 'custom.a': 2 });
    bo.update('company', company, { 'custom.b': 3 });
    bo.update('company', company, { 'custom.a': 3 });
    await bo.sync();
    await ada.sync();
    await bo.sync();
    expect(await world.row('company', company)).toMatchObject({ 'custom.a': 3, 'custom.b': 3 });
    expect(await world.outcome(early)).toMatchObject({
      kind: 'accepted',
      superseded: [{ field: 'custom.a', value: 2 }],
    });
    expect(bo.row('company', company)).toEqual(ada.row('company', company));
    const cleared = ada.update('company', company, { 'custom.b': null });
    await ada.sync();
    expect(ada.row('company', company)?.['custom.b'] ?? null).toBeNull();
    await ada.replica.undo(cleared);
    await ada.sync();
    expect((await world.row('company', company))?.['custom.b']).toBe(3);
  });
}
