import { expect, test } from 'vitest';
import { createWorld } from '../../test/world.ts';

test('the first of several is found also when the change itself moves the first one away', () => {
  const world = createWorld();
  const qualification = world.stage('qualification');
  const proposal = world.stage('proposal');
  const deal = world.newId();
  // Qualification stops being an open stage in the change that makes the deal: Proposal is now the first one.
  world.accept([
    { kind: 'update', entity: 'stage', id: qualification, fields: { type: 'lost' } },
    { kind: 'create', entity: 'deal', id: deal, fields: { title: 'Deal' } },
  ]);
  expect(world.row('deal', deal).stage).toBe(proposal);

  const next = world.newId();
  world.accept([
    { kind: 'update', entity: 'stage', id: proposal, fields: { position: 9 } },
    { kind: 'create', entity: 'deal', id: next, fields: { title: 'Next' } },
  ]);
  expect(world.row('deal', next).stage).toBe(world.stage('negotiation'));
});

test('the first of several may be made or brought forward by the change itself', () => {
  const world = createWorld();
  const early = world.newId();
  const deal = world.newId();
  const pipeline = world.row('stage', world.stage('proposal')).pipeline ?? null;
  world.accept([
    { kind: 'update', entity: 'stage', id: world.stage('qualification'), fields: { position: 5 } },
    { kind: 'create', entity: 'stage', id: early, fields: { name: 'Early', pipeline, position: 1 } },
    { kind: 'create', entity: 'deal', id: deal, fields: { title: 'Deal' } },
  ]);
  expect(world.row('deal', deal).stage).toBe(early);
});
