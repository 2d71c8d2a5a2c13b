import { expect, test } from 'vitest';
import { codes, createWorld } from '../../test/world.ts';
import type { Intention } from '../change/change.ts';

test('a workspace keeps at least one owner', () => {
  const world = createWorld();
  const away: readonly Intention[] = [
    { kind: 'update', entity: 'member', id: world.me, fields: { role: 'member' } },
    { kind: 'update', entity: 'member', id: world.me, fields: { isActive: false } },
    { kind: 'delete', entity: 'member', id: world.me },
  ];
  for (const intention of away) expect(codes(world.commit([intention]))).toEqual(['last-owner']);
  expect(codes(world.update('member', world.other, { role: 'owner' }))).toEqual([]);
  expect(codes(world.update('member', world.me, { role: 'member' }))).toEqual([]);
});

test('only an owner makes an owner, takes the role away, or removes one; an admin does so with nobody else', () => {
  const world = createWorld();
  const admin = { role: 'admin', member: world.other } as const;
  const asAdmin: readonly Intention[] = [
    { kind: 'update', entity: 'member', id: world.other, fields: { role: 'owner' } },
    { kind: 'update', entity: 'member', id: world.me, fields: { role: 'member' } },
    { kind: 'update', entity: 'member', id: world.me, fields: { isActive: false } },
    { kind: 'delete', entity: 'member', id: world.me },
    { kind: 'create', entity: 'member', id: world.newId(), fields: { name: 'New', role: 'owner' } },
  ];
  for (const intention of asAdmin) expect(codes(world.commit([intention], admin))).toContain('owners-only');
  // Nor in two steps of one change.
  const both = asAdmin.slice(0, 2);
  expect(codes(world.commit(both, admin))).toContain('owners-only');
  const made = world.make('member', { name: 'New', role: 'manager' }, admin);
  expect(codes(world.update('member', made, { role: 'admin' }, admin))).toEqual([]);
  expect(codes(world.update('member', world.me, { name: 'Renamed' }, admin))).toEqual([]);
});
