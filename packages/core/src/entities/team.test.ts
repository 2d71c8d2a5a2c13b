import { expect, test } from 'vitest';
import { codes, createWorld } from '../../test/world.ts';
import { entityFor } from '../entity/model.ts';
import { actorOf } from '../permission/actor-of.ts';
import { mayInTeam, mayOnRecord } from '../permission/may.ts';
import { coreModel } from './registry.ts';

const deal = entityFor(coreModel, 'deal');

test('a member has the rights of the role and the teams of the own record, and none when switched off', () => {
  const world = createWorld();
  const north = world.make('team', { name: 'North' });
  world.accept([{ kind: 'update', entity: 'member', id: world.other, fields: { teams: [north] } }]);
  const actor = actorOf(coreModel, world.row('member', world.other));
  expect(actor).toEqual({ member: world.other, ...coreModel.access.member, teams: new Set([north]) });
  world.accept([{ kind: 'update', entity: 'member', id: world.other, fields: { isActive: false } }]);
  expect(actorOf(coreModel, world.row('member', world.other))).toBe(null);
});

test('rights over a team reach its records and the own ones, and no others', () => {
  const world = createWorld();
  const [north, south] = ['North', 'South'].map((name) => world.make('team', { name }));
  if (north === undefined || south === undefined) throw new Error('Two teams were made.');
  const actor = {
    member: world.me,
    grants: [{ permission: 'deals.*', scope: 'team' } as const],
    teams: new Set([north]),
  };
  const of = (team: string | null, owner = world.other) => ({
    ...world.row('deal', world.make('deal', { title: 'Deal', owner })),
    team,
  });
  const records = [of(north), of(south), of(null), of(south, world.me)];
  expect(records.map((record) => mayOnRecord(actor, deal, 'update', record))).toEqual([true, false, false, true]);
  expect([north, south].map((team) => mayInTeam(actor, deal, 'update', team))).toEqual([true, false]);
});

test('a record goes into a team that is there, by whoever is in it or reaches all', () => {
  const world = createWorld();
  const north = world.make('team', { name: 'North' });
  const own = world.make('deal', { title: 'Own' }, { role: 'member' });
  const put = (team: string, role: 'owner' | 'member') => codes(world.update('deal', own, { team }, { role }));
  expect(put(north, 'member')).toEqual(['not-in-team']);
  expect(put('nowhere', 'owner')).toEqual(['reference-missing']);
  expect(put(north, 'owner')).toEqual([]);
  world.accept([{ kind: 'delete', entity: 'team', id: north }]);
  const other = world.make('deal', { title: 'Other' });
  expect(codes(world.update('deal', other, { team: north }))).toEqual(['reference-missing']);
});

test('a team with somebody in it is not deleted', () => {
  const world = createWorld();
  const north = world.make('team', { name: 'North' });
  const leave = () => codes(world.commit([{ kind: 'delete', entity: 'team', id: north }]));
  world.accept([{ kind: 'update', entity: 'member', id: world.other, fields: { teams: [north] } }]);
  expect(leave()).toEqual(['team-has-members']);
  world.accept([{ kind: 'update', entity: 'member', id: world.other, fields: { teams: [] } }]);
  expect(leave()).toEqual([]);
});
