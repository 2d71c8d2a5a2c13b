import { defineEntity } from '../entity/define-entity.ts';
import { count, given } from '../entity/need.ts';
import { boolean, choice, emails, reference, references, text } from '../field/field.ts';
import { ownsWorkspace } from '../permission/may.ts';

/** A colleague of the workspace, with or without a login. */
export const member = defineEntity({
  name: 'member',
  plural: 'members',
  label: 'Member',
  labelPlural: 'Members',
  aliases: ['user', 'users', 'sales_teams'],
  icon: 'Users',
  place: 'settings',
  isReferenceData: true,
  matchedBy: [['emails']],
  import: { isFromFiles: true, isKnownByTitle: true, takenOver: ['region'] },
  fields: {
    name: text({
      required: true,
      search: true,
      index: true,
      importNames: ['sales agent', 'sales rep', 'agent', 'user', 'full name'],
    }),
    emails: emails({ search: true, label: 'E-mail', importNames: ['email', 'e-mail'] }),
    role: choice(['owner', 'admin', 'manager', 'member'], { required: true, initial: 'member', merge: 'guarded' }),
    manager: reference('member', { backLabel: 'Reports', importNames: ['manager', 'reports to'] }),
    teams: references('team', { label: 'Teams' }),
    region: text({ index: true, importNames: ['regional office', 'office', 'territory'] }),
    isActive: boolean({ label: 'Active', initial: true }),
  },
  needs: ({ before, after, isDelete }) => ({
    otherOwners:
      before?.role === 'owner' && (isDelete || after.role !== 'owner' || after.isActive === false)
        ? count('member', {
            and: [
              { field: 'role', op: 'eq', value: 'owner' },
              { field: 'isActive', op: 'eq', value: true },
              { field: 'id', op: 'neq', value: after.id },
            ],
          })
        : given(1),
  }),
  rules: [
    {
      code: 'last-owner',
      field: 'role',
      message: 'A workspace needs an owner. Make somebody else owner first.',
      holds: ({ facts }) => facts.otherOwners > 0,
    },
    {
      code: 'last-owner',
      message: 'A workspace needs an owner. Make somebody else owner first.',
      on: 'delete',
      holds: ({ facts }) => facts.otherOwners > 0,
    },
    {
      code: 'owners-only',
      field: 'role',
      message: 'Only an owner makes somebody an owner, or takes that away. Ask an owner.',
      holds: ({ before, after, actor, changed }) => ownsWorkspace(actor) || !touchesOwner(before, after, changed),
    },
    {
      code: 'owners-only',
      message: 'Only an owner removes an owner. Ask one.',
      on: 'delete',
      holds: ({ before, actor }) => ownsWorkspace(actor) || before?.role !== 'owner',
    },
    {
      code: 'own-manager',
      field: 'manager',
      message: 'Nobody is their own manager.',
      holds: ({ after }) => after.manager !== after.id,
    },
  ],
  views: {
    title: 'name',
    list: ['name', 'emails', 'role', 'manager', 'teams', 'region', 'isActive'],
    sort: { field: 'name', direction: 'asc' },
    form: ['name', 'emails', 'role', 'manager', 'teams', 'region', 'isActive'],
  },
});

interface MemberLike {
  readonly role: string | null;
}

/** Whether somebody becomes an owner, or one loses the role or is switched off or on. */
const touchesOwner = (before: MemberLike | null, after: MemberLike, changed: ReadonlySet<string>): boolean =>
  (changed.has('role') && (before?.role === 'owner' || after.role === 'owner')) ||
  (before?.role === 'owner' && changed.has('isActive'));
