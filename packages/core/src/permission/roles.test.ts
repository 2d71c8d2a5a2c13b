import { expect, test } from 'vitest';
import { codes, createWorld, usd } from '../../test/world.ts';
import { coreModel, entities } from '../entities/registry.ts';
import { entityFor } from '../entity/model.ts';
import { may, mayOnRecord } from './may.ts';
import { type Role, roles, settingsModules, workModules } from './roles.ts';

const organisation = ['members', 'roles', 'settings', 'branding', 'billing', 'apikeys', 'webhooks'];
const actions = ['read', 'create', 'update', 'delete'] as const;

/** How far a role reaches in an entity: every action on the records of all, of itself only, or not even that. */
function reach(role: Role, module: string): 'all' | 'own' | 'none' | 'mixed' {
  const world = createWorld();
  const entity = entities.find(({ plural }) => plural === module);
  if (!entity) throw new Error(`No entity is named ${module}.`);
  const own = world.row('member', world.other);
  const mine = { ...own, owner: world.me, createdBy: world.me };
  const theirs = { ...own, owner: world.other, createdBy: world.other };
  const actor = world.actor(role);
  const asked = entity.isReferenceData ? actions.slice(1) : actions;
  const answers = (record: typeof own) => new Set(asked.map((action) => mayOnRecord(actor, entity, action, record)));
  const [onMine, onTheirs] = [answers(mine), answers(theirs)];
  if (onMine.size !== 1) return 'mixed';
  if (!onMine.has(true)) return 'none';
  if (onTheirs.size === 1) return onTheirs.has(true) ? 'all' : 'own';
  // Products, campaigns and scripts of others may be read by everybody, and nothing else.
  return asked.filter((action) => mayOnRecord(actor, entity, action, theirs)).join() === 'read' ? 'own' : 'mixed';
}

test('[S2-07/C] the four roles and their three rights', () => {
  const table = roles.map((role) => {
    const actor = createWorld().actor(role);
    const manages = new Set(organisation.map((module) => may(actor, `${module}.manage`)));
    const reaches = new Set(workModules.map((module) => reach(role, module)));
    return [role, [...manages], [...reaches], may(actor, 'deals.rollback_stage')];
  });
  expect(table).toEqual([
    ['owner', [true], ['all'], true],
    ['admin', [true], ['all'], true],
    ['manager', [false], ['all'], false],
    ['member', [false], ['own'], false],
  ]);
});

test('[S2-07/C] every entity belongs to the work of all or to the settings of owners and admins', () => {
  expect([...workModules, ...settingsModules].toSorted()).toEqual(entities.map(({ plural }) => plural).toSorted());
  for (const role of ['manager', 'member'] as const) {
    for (const entity of ['member', 'pipeline', 'stage']) {
      const world = createWorld();
      const fields = {
        name: 'New',
        ...(entity === 'stage' ? { pipeline: world.find('pipeline')[0]?.id ?? null, position: 9 } : {}),
      };
      const create = { kind: 'create', entity, id: world.newId(), fields } as const;
      expect([role, entity, ...codes(world.commit([create], { role }))]).toEqual([role, entity, 'not-allowed']);
      expect(codes(world.commit([create], { role: 'admin' }))).toEqual([]);
    }
  }
});

test('[S2-08/C] a refusal tells nothing of a record that the actor may not read', () => {
  const world = createWorld();
  const by = { role: 'member' } as const;
  const ofOther = { member: world.other };
  const poor = world.make('deal', { title: 'No amount' }, ofOther);
  const rich = world.make('deal', { title: 'An amount', amount: usd(1) }, ofOther);
  const binned = world.make('deal', { title: 'In the bin' }, ofOther);
  world.commit([{ kind: 'delete', entity: 'deal', id: binned }], ofOther);
  const tries = [
    { status: 'won' },
    { title: '' },
    { title: 'x'.repeat(100_000) },
    { amount: { minor: -1, currency: 'USD' } },
  ];
  for (const fields of tries) {
    const told = [poor, rich, binned].map((id) => codes(world.update('deal', id, fields, by)));
    expect(told).toEqual([['not-allowed'], ['not-allowed'], ['not-allowed']]);
  }
});

test('[S2-08/C] a member reads, changes and deletes own records only, and cannot hand them over', () => {
  const world = createWorld();
  const by = { role: 'member' } as const;
  const foreign = world.make('deal', { title: 'Foreign', amount: usd(1) }, { member: world.other });
  const own = world.make('deal', { title: 'Own' }, by);
  const deal = entityFor(coreModel, 'deal');
  const readable = world.find('deal').filter((row) => mayOnRecord(world.actor('member'), deal, 'read', row));
  expect(readable.map(({ id }) => id)).toEqual([own]);

  expect(codes(world.update('deal', foreign, { title: 'Mine' }, by))).toEqual(['not-allowed']);
  expect(codes(world.commit([{ kind: 'delete', entity: 'deal', id: foreign }], by))).toEqual(['not-allowed']);
  expect(codes(world.update('deal', foreign, { owner: world.me }, by))).toEqual(['not-allowed']);
  expect(codes(world.update('deal', own, { owner: world.other }, by))).toEqual(['not-allowed']);
  const forOthers = {
    kind: 'create',
    entity: 'deal',
    id: world.newId(),
    fields: { title: 'x', owner: world.other },
  } as const;
  expect(codes(world.commit([forOthers], by))).toEqual(['not-allowed']);
  expect(codes(world.update('deal', own, { title: 'Still own' }, by))).toEqual([]);
  // One record that is not one's own refuses the whole change.
  const bulk = [own, foreign].map((id) => ({ kind: 'update', entity: 'deal', id, fields: { title: 'Both' } }) as const);
  expect(codes(world.commit(bulk, by))).toEqual(['not-allowed']);
  expect([own, foreign].map((id) => world.row('deal', id).title)).toEqual(['Still own', 'Foreign']);
});
