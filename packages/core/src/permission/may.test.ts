import { expect, test } from 'vitest';
import type { MemberId } from '../id/uuid.ts';
import { matchesPermission, may, scopeOf } from './may.ts';
import { grantsByRole } from './roles.ts';

const me = '01890000-0000-7000-8000-000000000000' as MemberId;

test('[S1-08/C] [S1-07/C] permission strings match by module, action and wildcard', () => {
  const permission = 'contacts.read';
  const matching = ['*.*', 'contacts.*', '*.read', 'contacts.read'];
  const others = ['contacts.update', 'deals.*', '*.update', 'contact.read', 'contacts', ''];
  expect(matching.filter((pattern) => matchesPermission(pattern, permission))).toEqual(matching);
  expect(others.filter((pattern) => matchesPermission(pattern, permission))).toEqual([]);
  expect(may({ member: me, grants: grantsByRole.admin }, 'modulesOfTomorrow.read')).toBe(true);
});

test('the widest grant counts, and nothing is allowed by default', () => {
  const grants = [
    { permission: 'deals.read', scope: 'own' },
    { permission: 'deals.*', scope: 'team' },
  ] as const;
  expect(scopeOf({ member: me, grants }, 'deals.read')).toBe('team');
  expect(scopeOf({ member: me, grants }, 'contacts.read')).toBeUndefined();
});
