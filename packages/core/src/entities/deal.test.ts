import fc from 'fast-check';
import { expect, test } from 'vitest';
import { codes, createWorld, today, usd, type World } from '../../test/world.ts';
import type { FieldValues, Intention } from '../change/change.ts';
import type { RecordId } from '../id/uuid.ts';
import { uuidVersion } from '../id/uuid.ts';
import { roles } from '../permission/roles.ts';
import { defaultPipelines } from './default-pipelines.ts';

const stageKeys = ['qualification', 'proposal', 'negotiation', 'closed'] as const;

/** An edit as a person makes it in a form, on a board or in a bulk edit: any of the fields that rules connect. */
interface Edit {
  readonly stage?: (typeof stageKeys)[number];
  readonly status?: 'open' | 'won' | 'lost';
  readonly minor?: number | null;
  readonly role: (typeof roles)[number];
}

const edits: fc.Arbitrary<Edit> = fc.record(
  {
    stage: fc.constantFrom(...stageKeys),
    status: fc.constantFrom('open', 'won', 'lost'),
    minor: fc.constantFrom(null, -1, 0, 1, 500),
    role: fc.constantFrom(...roles),
  },
  { requiredKeys: ['role'] },
);

const fieldsOf = (world: World, { stage, status, minor }: Edit): FieldValues => ({
  ...(stage === undefined ? {} : { stage: world.stage(stage) }),
  ...(status === undefined ? {} : { status }),
  ...(minor === undefined ? {} : { amount: minor === null ? null : usd(minor) }),
});

const positionOf = (world: World, deal: RecordId): number =>
  Number(world.row('stage', world.row('deal', deal).stage as RecordId).position);

test('[S2-09/C] [S2-11/C] [S2-12/C] [S2-16/C] whatever is edited in whatever order, the rules of deals hold', () => {
  const world = createWorld();
  fc.assert(
    fc.property(fc.array(edits, { maxLength: 8 }), (steps) => {
      const deal = world.make('deal', { title: 'Deal', amount: usd(100) });
      for (const step of steps) {
        const before = world.row('deal', deal);
        const positionBefore = positionOf(world, deal);
        const activities = () => world.find('activity', { field: 'deal', op: 'eq', value: deal }).length;
        const activitiesBefore = activities();
        world.update('deal', deal, fieldsOf(world, step), { role: step.role });
        const after = world.row('deal', deal);
        const isClosed = after.stage === world.stage('closed');
        const isBackward =
          positionOf(world, deal) < positionBefore || (before.status !== 'open' && after.status === 'open');
        const isMoved = before.stage !== after.stage || before.status !== after.status;
        expect({
          wonWithoutAmount: after.status === 'won' && !(Number((after.amount as { minor: number } | null)?.minor) > 0),
          closedButOpen: isClosed !== (after.status === 'won' || after.status === 'lost'),
          closedWithoutDay: isClosed !== (after.closedOn !== null),
          movedBackByOthers: isBackward && step.role !== 'owner' && step.role !== 'admin',
          activities: activities() - activitiesBefore,
        }).toEqual({
          wonWithoutAmount: false,
          closedButOpen: false,
          closedWithoutDay: false,
          movedBackByOthers: false,
          activities: isMoved ? 1 : 0,
        });
      }
    }),
    { numRuns: 300 },
  );
});

test('[S2-09/C] a deal cannot be won with an amount of zero, below zero, without one, or without a currency', () => {
  const world = createWorld();
  for (const amount of [null, usd(0), usd(-1), usd(-100)]) {
    const deal = world.make('deal', { title: 'Deal', amount });
    expect(codes(world.update('deal', deal, { status: 'won' }))).toEqual(['won-needs-amount']);
    expect(codes(world.update('deal', deal, { stage: world.stage('closed'), status: 'won' }))).toEqual([
      'won-needs-amount',
    ]);
  }
  const create: Intention = {
    kind: 'create',
    entity: 'deal',
    id: world.newId(),
    fields: { title: 'x', status: 'won' },
  };
  expect(codes(world.commit([create]))).toEqual(['won-needs-amount']);
  const deal = world.make('deal', { title: 'Deal', amount: usd(1) });
  expect(codes(world.update('deal', deal, { amount: { minor: 5 }, status: 'won' }))).toEqual(['currency-unknown']);
  expect(codes(world.update('deal', deal, { amount: { minor: 5, currency: 'XXQ' } }))).toEqual(['currency-unknown']);
  expect(codes(world.update('deal', deal, { status: 'won' }))).toEqual([]);
  expect(world.row('deal', deal)).toMatchObject({ status: 'won', stage: world.stage('closed'), closedOn: today });
});

test('[S2-09/C] of two edits that are each right alone, the second is refused when together they break the rule', () => {
  const won: FieldValues = { status: 'won' };
  const emptied: FieldValues = { amount: usd(0) };
  for (const [first, second] of [
    [won, emptied],
    [emptied, won],
  ]) {
    const world = createWorld();
    const deal = world.make('deal', { title: 'Deal', amount: usd(100) });
    // Both were made on the same row; the second is judged on what the first made of it.
    expect(codes(world.update('deal', deal, first ?? {}))).toEqual([]);
    const merged = world.row('deal', deal);
    expect(codes(world.update('deal', deal, second ?? {}, { member: world.other }))).toEqual(['won-needs-amount']);
    expect(world.row('deal', deal)).toEqual(merged);
  }
});

test('[S2-11/C] only owners and admins move a deal to an earlier stage or reopen it', () => {
  for (const role of roles) {
    const may = role === 'owner' || role === 'admin';
    for (const [from, fromKey] of stageKeys.slice(0, 3).entries()) {
      for (const [to, toKey] of stageKeys.slice(0, 3).entries()) {
        const world = createWorld();
        const deal = world.make('deal', { title: 'Deal', stage: world.stage(fromKey) }, { role });
        const moved = codes(world.update('deal', deal, { stage: world.stage(toKey) }, { role }));
        expect([role, fromKey, toKey, ...moved]).toEqual(
          to >= from || may ? [role, fromKey, toKey] : [role, fromKey, toKey, 'only-leads-move-back'],
        );
      }
    }
    const world = createWorld();
    const deal = world.make('deal', { title: 'Deal', amount: usd(1) }, { role });
    expect(codes(world.update('deal', deal, { status: 'lost' }, { role }))).toEqual([]);
    expect(codes(world.update('deal', deal, { status: 'won' }, { role }))).toEqual([]);
    const reopened = codes(world.update('deal', deal, { status: 'open' }, { role }));
    expect([role, ...reopened]).toEqual(may ? [role] : [role, 'only-leads-move-back']);
    // Another pipeline is no way around it.
    const again = world.make('deal', { title: 'Deal', status: 'lost' }, { role });
    const pipeline = world.make('pipeline', { name: 'Renewals', kind: 'deal' });
    const stage = world.make('stage', { name: 'Due', pipeline, position: 9 });
    const moved = codes(world.update('deal', again, { pipeline, stage }, { role }));
    expect([role, ...moved]).toEqual(may ? [role] : [role, 'only-leads-move-back']);
  }
});

test('[S2-12/C] a change of stage or status writes exactly one activity, with from and to, also in bulk', () => {
  const world = createWorld();
  const deals = ['One', 'Two', 'Three'].map((title) => world.make('deal', { title, amount: usd(100) }));
  const [first, second] = deals;
  if (!first || !second) throw new Error('There are no deals.');
  expect(world.find('activity')).toEqual([]);
  const judged = world.commit(
    deals.map((id) => ({ kind: 'update', entity: 'deal', id, fields: { status: id === first ? 'won' : 'lost' } })),
    { cause: { kind: 'bulk', group: 'bulk' } },
  );
  const made = judged.kind === 'accepted' ? judged.writes.filter(({ entity }) => entity === 'activity') : [];
  expect(made.map(({ after }) => [after.deal, after.kind, after.summary])).toEqual([
    [first, 'stage_change', 'Stage: Qualification → Closed · Status: Open → Won'],
    ...deals
      .slice(1)
      .map((deal) => [deal, 'stage_change', 'Stage: Qualification → Closed · Status: Open → Lost'] as const),
  ]);
  expect(made.map(({ isConsequence, id }) => [isConsequence, uuidVersion(id)])).toEqual(deals.map(() => [true, 8]));
  expect(made[0]?.after.detail).toEqual({
    fromStage: world.stage('qualification'),
    toStage: world.stage('closed'),
    fromStatus: 'open',
    toStatus: 'won',
  });

  const count = () => world.find('activity').length;
  world.accept([{ kind: 'update', entity: 'deal', id: first, fields: { title: 'Another title' } }]);
  world.accept([{ kind: 'update', entity: 'deal', id: first, fields: { status: 'won' } }]);
  expect(count()).toBe(3);
  const undo: Intention = { kind: 'update', entity: 'deal', id: second, fields: { status: 'open' } };
  world.accept([undo], { cause: { kind: 'undo', group: 'undo', of: 'bulk' } });
  expect(count()).toBe(3);
});

test('[S2-12/C] the activity is written once however often the same change is judged, and cannot be edited', () => {
  const world = createWorld();
  const deal = world.make('deal', { title: 'Deal', amount: usd(100) });
  const change = world.newUuid();
  const ids = [1, 2].map(() => {
    const judged = world.judge([{ kind: 'update', entity: 'deal', id: deal, fields: { status: 'lost' } }], change);
    return judged.kind === 'accepted' ? judged.writes.map(({ id }) => id) : [];
  });
  expect(ids[0]).toHaveLength(2);
  expect(ids[1]).toEqual(ids[0]);
  world.update('deal', deal, { status: 'lost' });
  const [activity] = world.find('activity');
  expect(codes(world.update('activity', activity?.id ?? deal, { summary: 'Something else' }))).toEqual(['append-only']);
});

test('[S2-15/C] the default pipeline of deals has its four stages in order', () => {
  expect(defaultPipelines.map(({ kind, stages }) => [kind, stages.map(({ name }) => name)])).toContainEqual([
    'deal',
    ['Qualification', 'Proposal', 'Negotiation', 'Closed'],
  ]);
  const world = createWorld();
  const deal = world.row('deal', world.make('deal', { title: 'Deal' }));
  expect(deal.stage).toBe(world.stage('qualification'));
  const stages = world.find('stage', { field: 'pipeline', op: 'eq', value: deal.pipeline as RecordId });
  expect(stages.map(({ name, position, type }) => [position, name, type])).toEqual([
    [1, 'Qualification', 'open'],
    [2, 'Proposal', 'open'],
    [3, 'Negotiation', 'open'],
    [4, 'Closed', 'closed'],
  ]);
});

test('[S2-16/C] a deal stands in the closed stage exactly when it is won or lost', () => {
  const world = createWorld();
  const deal = world.make('deal', { title: 'Deal', amount: usd(100) });
  expect(codes(world.update('deal', deal, { stage: world.stage('closed') }))).toEqual(['closed-means-won-or-lost']);
  expect(codes(world.update('deal', deal, { stage: world.stage('proposal'), status: 'won' }))).toEqual([
    'closed-means-won-or-lost',
  ]);
  expect(codes(world.update('deal', deal, { stage: world.stage('closed'), status: 'lost' }))).toEqual([]);
  expect(codes(world.update('deal', deal, { stage: world.stage('proposal') }))).toEqual([]);
  expect(world.row('deal', deal)).toMatchObject({ status: 'open', closedOn: null });
});

test('[S4-06/C] the rules hold in a pipeline that the workspace made, with stages of its own', () => {
  const world = createWorld();
  const pipeline = world.make('pipeline', { name: 'Renewals', kind: 'deal' });
  const [due, talks, renewed, gone] = [
    { name: 'Due', type: 'open' },
    { name: 'In talks', type: 'open' },
    { name: 'Renewed', type: 'won' },
    { name: 'Gone', type: 'lost' },
  ].map((stage, index) => world.make('stage', { ...stage, pipeline, position: index + 1 }));
  if (!due || !talks || !renewed || !gone) throw new Error('There are no stages.');
  const deal = world.make('deal', { title: 'Deal', pipeline, amount: usd(100) });
  const now = () => {
    const { stage, status } = world.row('deal', deal);
    return [stage, status];
  };
  expect(now()).toEqual([due, 'open']);
  // A stage that is won or lost tells the status, and the status finds its stage.
  world.accept([{ kind: 'update', entity: 'deal', id: deal, fields: { stage: renewed } }]);
  expect(now()).toEqual([renewed, 'won']);
  world.accept([{ kind: 'update', entity: 'deal', id: deal, fields: { status: 'lost' } }]);
  expect(now()).toEqual([gone, 'lost']);
  world.accept([{ kind: 'update', entity: 'deal', id: deal, fields: { status: 'open' } }]);
  expect(now()).toEqual([due, 'open']);

  expect(codes(world.update('deal', deal, { stage: world.stage('proposal') }))).toEqual(['stage-of-pipeline']);
  const moved = {
    pipeline: world.row('stage', world.stage('proposal')).pipeline ?? null,
    stage: world.stage('proposal'),
  };
  expect(codes(world.update('deal', deal, moved))).toEqual([]);
  expect(codes(world.commit([{ kind: 'delete', entity: 'stage', id: world.stage('proposal') }]))).toEqual([
    'stage-in-use',
  ]);
  expect(codes(world.commit([{ kind: 'delete', entity: 'pipeline', id: pipeline }]))).toEqual(['pipeline-has-stages']);
  world.accept([talks, due].map((id) => ({ kind: 'delete', entity: 'stage', id })));
});

test('[S2-13/C] [S4-06/C] a deal is made, read, changed, deleted and restored, and a wrong value is named by its field', () => {
  const world = createWorld();
  const company = world.make('company', { name: 'Acme' });
  const deal = world.make('deal', { title: '  Big\tdeal ', company, amount: usd(100), expectedClose: '2026-12-01' });
  expect(world.row('deal', deal)).toMatchObject({ title: 'Big deal', company, owner: world.me, status: 'open' });
  expect(codes(world.update('deal', deal, { title: 'Bigger deal', lostReason: 'None yet' }))).toEqual([]);
  const wrong: readonly (readonly [FieldValues, string])[] = [
    [{ title: null }, 'field-required'],
    [{ amount: 100 }, 'wrong-type'],
    [{ expectedClose: '2026-02-30' }, 'date-invalid'],
    [{ company: deal }, 'reference-missing'],
    [{ status: 'maybe' }, 'choice-unknown'],
    [{ colour: 'red' }, 'field-unknown'],
    [{ createdAt: 0 }, 'field-read-only'],
  ];
  for (const [fields, code] of wrong) {
    const judged = world.update('deal', deal, fields);
    expect(judged.kind === 'refused' && judged.refusals.map(({ code: found, field }) => [found, field])).toEqual([
      [code, Object.keys(fields)[0]],
    ]);
  }
  world.accept([{ kind: 'delete', entity: 'deal', id: deal }]);
  expect(world.find('deal')).toEqual([]);
  expect(codes(world.update('deal', deal, { title: 'In the bin' }))).toEqual(['deleted']);
  world.accept([{ kind: 'restore', entity: 'deal', id: deal }]);
  expect(world.row('deal', deal)).toMatchObject({ title: 'Bigger deal', lostReason: 'None yet', deletedAt: null });
});
