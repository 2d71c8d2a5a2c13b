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
