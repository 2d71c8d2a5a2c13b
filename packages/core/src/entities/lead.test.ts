import { expect, test } from 'vitest';
import { cellsOf, valuesOf } from '../../test/cells.ts';
import { codes, createWorld, nowMs } from '../../test/world.ts';
import type { FieldValues } from '../change/change.ts';
import { entityFor } from '../entity/model.ts';
import type { RecordId } from '../id/uuid.ts';
import { guessEntity } from '../import/guess-entity.ts';
import { roles } from '../permission/roles.ts';
import { coreModel } from './registry.ts';

const stageKeys = ['new', 'contacted', 'qualified', 'proposal', 'closed_won', 'closed_lost'] as const;

test('[S3-11/C] the columns of the board of leads are the six stages, and a lead moves between all of them', () => {
  const world = createWorld();
  const lead = world.make('lead', { name: 'Grace' });
  expect(entityFor(coreModel, 'lead').views.board?.by).toBe('stage');
  const stages = world
    .find('stage', { field: 'pipeline', op: 'eq', value: world.row('lead', lead).pipeline as RecordId })
    .toSorted((a, b) => Number(a.position) - Number(b.position));
  expect(stages.map(({ name }) => name)).toEqual([
    'New',
    'Contacted',
    'Qualified',
    'Proposal',
    'Closed Won',
    'Closed Lost',
  ]);
  expect(world.row('lead', lead).stage).toBe(stages[0]?.id);
  for (const role of roles) {
    const own = world.make('lead', { name: 'Grace' }, { role });
    for (const from of stageKeys) {
      for (const to of stageKeys) {
        world.accept([{ kind: 'update', entity: 'lead', id: own, fields: { stage: world.stage(from, 'leads') } }]);
        const moved = codes(world.update('lead', own, { stage: world.stage(to, 'leads') }, { role }));
        expect([role, from, to, ...moved]).toEqual([role, from, to]);
      }
    }
  }
});

test('[S3-11/C] a lead does not move to a stage of deals, nor by a member who does not own it', () => {
  const world = createWorld();
  const lead = world.make('lead', { name: 'Grace' });
  expect(codes(world.update('lead', lead, { stage: world.stage('qualification') }))).toEqual(['stage-of-pipeline']);
  expect(codes(world.update('lead', lead, { stage: null }))).toEqual([]);
  expect(world.row('lead', lead).stage).toBe(world.stage('new', 'leads'));
  const contacted = { stage: world.stage('contacted', 'leads') };
  const somebody = { role: 'member', member: world.other } as const;
  expect(codes(world.update('lead', lead, contacted, somebody))).toEqual(['not-allowed']);
});

test('[S3-12/C] every lead has a source from a closed list, by which leads are counted', () => {
  const world = createWorld();
  const create = (fields: FieldValues) =>
    codes(world.commit([{ kind: 'create', entity: 'lead', id: world.newId(), fields: { name: 'Grace', ...fields } }]));
  expect(create({ source: 'website' })).toEqual([]);
  expect(create({ source: 'referral' })).toEqual([]);
  expect(create({ source: 'website' })).toEqual([]);
  expect(create({})).toEqual([]);
  expect(create({ source: null })).toEqual(['field-required']);
  expect(create({ source: 'dream' })).toEqual(['choice-unknown']);
  const count = (source: string) => world.find('lead', { field: 'source', op: 'eq', value: source }).length;
  expect(['website', 'referral', 'other', 'event'].map(count)).toEqual([2, 1, 1, 0]);
  const [lead] = world.find('lead');
  expect(codes(world.update('lead', lead?.id ?? world.me, { source: null }))).toEqual(['field-required']);
});

test('[S4-03/C] a lead is made, changed, deleted and restored, and is called by what is known of it', () => {
  const world = createWorld();
  const names: readonly (readonly [FieldValues, string])[] = [
    [{ name: 'Grace', company: 'Navy' }, 'Grace'],
    [{ company: 'Navy', emails: ['g@navy.example'] }, 'Navy'],
    [{ emails: ['G@Navy.example'] }, 'g@navy.example'],
    [{ phones: ['202 555 0123'] }, '+12025550123'],
  ];
  for (const [fields, name] of names) {
    const lead = world.make('lead', fields);
    const about = { entity: 'lead', id: lead };
    expect(world.row('lead', lead)).toMatchObject({ name, stage: world.stage('new', 'leads'), owner: world.me });
    expect(codes(world.update('lead', lead, { notes: 'Called' }))).toEqual([]);
    world.accept([{ kind: 'delete', ...about }]);
    expect(codes(world.update('lead', lead, { notes: 'Called again' }))).toEqual(['deleted']);
    world.accept([{ kind: 'restore', ...about }]);
    expect(world.row('lead', lead)).toMatchObject({ name, notes: 'Called', deletedAt: null });
  }
  const empty = { kind: 'create', entity: 'lead', id: world.newId(), fields: { notes: 'Nobody' } } as const;
  expect(codes(world.commit([empty]))).toEqual(['lead-needs-something']);
});

/** The described record of a lead, column by column, and the field that holds it. The tenant is the workspace. */
const fieldByColumn = {
  lead_id: 'number',
  company: 'company',
  name: 'name',
  email: 'emails',
  phone: 'phones',
  stage: 'stage',
  source: 'source',
  notes: 'notes',
} as const;

test('[S3-13/C] every column of a lead is kept, travels as JSON, and comes back from its exported cells', () => {
  const world = createWorld();
  const fields = {
    number: 'LED-007',
    company: 'Navy, Yard',
    name: '-Grace "Amazing" Hopper',
    emails: ['grace@navy.example'],
    phones: ['+12025550123', '+41446681800'],
    stage: world.stage('contacted', 'leads'),
    source: 'cold_call',
    notes: 'First line.\n\n=Third line',
  };
  const record = world.row('lead', world.make('lead', fields));
  expect(record).toMatchObject({ ...fields, createdAt: nowMs, updatedAt: nowMs });
  expect(JSON.parse(JSON.stringify(record))).toEqual(record);

  const read = valuesOf(world, 'lead', cellsOf(world, 'lead', record, Object.values(fieldByColumn)));
  expect(read).toEqual(fields);
  expect(world.row('lead', world.make('lead', read))).toMatchObject(fields);
  const { entity, columns } = guessEntity(coreModel, 'leads.csv', Object.keys(fieldByColumn), []);
  expect(entity?.name).toBe('lead');
  expect(Object.fromEntries(columns.map(({ column, field }) => [column, field]))).toEqual(fieldByColumn);
});
