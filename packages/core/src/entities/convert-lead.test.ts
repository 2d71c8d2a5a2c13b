import { expect, test } from 'vitest';
import { codes, createWorld, usd, type World } from '../../test/world.ts';
import type { FieldValues, Intention } from '../change/change.ts';
import { entityFor } from '../entity/model.ts';
import { needKey } from '../entity/need.ts';
import type { RecordId } from '../id/uuid.ts';
import { convertLead, type LeadConversionChoices } from './convert-lead.ts';
import { coreModel } from './registry.ts';

const grace = {
  name: 'Grace Hopper',
  company: 'Navy',
  emails: ['grace@navy.example'],
  phones: ['+12025550123'],
  source: 'event',
} as const;

/** A lead that was converted: its id, and those of what it became. */
function converted(world: World, fields: FieldValues = grace, choices: Partial<LeadConversionChoices> = {}) {
  const lead = world.make('lead', fields);
  const conversion = convertLead(world.row('lead', lead), { newId: world.newId, ...choices });
  world.accept(conversion.intentions);
  return { lead, ...conversion };
}

const stageOf = (world: World, lead: RecordId): unknown =>
  world.row('stage', world.row('lead', lead).stage as RecordId).key;

test('[X7/C] a converted lead becomes a company, a contact and a deal in one change, each linked', () => {
  const world = createWorld();
  const tag = world.make('tag', { name: 'Fleet' });
  const { lead, company, contact, deal } = converted(
    world,
    { ...grace, tags: [tag], owner: world.other },
    { deal: { amount: usd(500) } },
  );
  if (!company || !contact || !deal) throw new Error('Something is missing.');
  const common = { owner: world.other, tags: [tag] };
  expect(world.row('company', company)).toMatchObject({ ...common, name: 'Navy' });
  expect(world.row('contact', contact)).toMatchObject({
    ...common,
    name: 'Grace Hopper',
    emails: grace.emails,
    phones: grace.phones,
    company,
  });
  expect(world.row('deal', deal)).toMatchObject({
    ...common,
    title: 'Navy',
    amount: usd(500),
    company,
    contacts: [contact],
    status: 'open',
  });
  expect(world.row('lead', lead)).toMatchObject({ contact, deal, stage: world.stage('proposal', 'leads') });
  expect(world.find('activity').map(({ kind, summary, lead: about }) => [kind, summary, about])).toEqual([
    ['conversion', 'Lead converted: Grace Hopper, Navy', lead],
  ]);
});

test('[X7/C] a lead is converted to what is known already, and without a deal', () => {
  const world = createWorld();
  const company = world.make('company', { name: 'Navy' });
  const contact = world.make('contact', { name: 'Grace' });
  const known = converted(world, grace, { company, contact, deal: null });
  expect(known).toMatchObject({ company, contact, deal: null });
  expect([world.find('company'), world.find('contact'), world.find('deal')].map(({ length }) => length)).toEqual([
    1, 1, 0,
  ]);
  expect([world.row('lead', known.lead).contact, stageOf(world, known.lead)]).toEqual([contact, 'new']);
});

test('[X7/C] what a lead does not name is not made up', () => {
  const world = createWorld();
  expect(converted(world, { company: 'Navy' })).toMatchObject({ contact: null });
  const { company, contact } = converted(world, { emails: ['ada@example.com'] });
  expect(company).toBe(null);
  expect(contact && world.row('contact', contact)).toMatchObject({ name: 'ada@example.com', company: null });
});

test('[X7/C] while a lead has a deal, its stage follows the deal', () => {
  const world = createWorld();
  const { lead, deal } = converted(world, grace, { deal: { amount: usd(500) } });
  if (!deal) throw new Error('There is no deal.');
  const steps: readonly (readonly [FieldValues, string])[] = [
    [{ stage: world.stage('negotiation') }, 'proposal'],
    [{ status: 'won' }, 'closed_won'],
    [{ status: 'lost' }, 'closed_lost'],
    [{ stage: world.stage('proposal') }, 'proposal'],
  ];
  for (const [fields, stage] of steps) {
    world.accept([{ kind: 'update', entity: 'deal', id: deal, fields }]);
    expect([fields, stageOf(world, lead)]).toEqual([fields, stage]);
  }
});

test('[X7/C] the lead cannot be moved past its deal, but freely once the deal is gone or unlinked', () => {
  const world = createWorld();
  const { lead, deal } = converted(world);
  if (!deal) throw new Error('There is no deal.');
  const contacted = { stage: world.stage('contacted', 'leads') };
  expect(codes(world.update('lead', lead, contacted))).toEqual(['stage-follows-deal']);
  world.accept([{ kind: 'update', entity: 'lead', id: lead, fields: { notes: 'Anything else may change' } }]);

  world.accept([{ kind: 'delete', entity: 'deal', id: deal }]);
  world.accept([{ kind: 'update', entity: 'lead', id: lead, fields: contacted }]);
  expect(stageOf(world, lead)).toBe('contacted');
  world.accept([{ kind: 'restore', entity: 'deal', id: deal }]);
  expect(stageOf(world, lead)).toBe('proposal');

  world.accept([{ kind: 'update', entity: 'lead', id: lead, fields: { deal: null, ...contacted } }]);
  world.accept([{ kind: 'update', entity: 'deal', id: deal, fields: { status: 'lost' } }]);
  expect(stageOf(world, lead)).toBe('contacted');
});

test('[X7/C] every lead of a deal follows it, whoever owns the lead', () => {
  const world = createWorld();
  const deal = world.make('deal', { title: 'Fleet', amount: usd(1), owner: world.other }, { member: world.other });
  const leads = ['Grace', 'Jean', 'Ada'].map((name) => world.make('lead', { name, deal }));
  const judged = world.update('deal', deal, { status: 'won' }, { role: 'member', member: world.other });
  expect(codes(judged)).toEqual([]);
  expect(leads.map((lead) => stageOf(world, lead))).toEqual(['closed_won', 'closed_won', 'closed_won']);
  const moved = judged.kind === 'accepted' ? judged.writes.filter(({ entity }) => entity === 'lead') : [];
  expect(moved.map(({ isConsequence, changed }) => [isConsequence, changed])).toEqual(
    leads.map(() => [true, ['stage']]),
  );
});

test('[X7/C] a lead in a pipeline of the workspace’s own follows by the types of its stages', () => {
  const world = createWorld();
  const pipeline = world.make('pipeline', { name: 'Partners', kind: 'lead' });
  const [first, , yes] = [
    { name: 'Heard of', type: 'open' },
    { name: 'Meeting', type: 'open' },
    { name: 'Yes', type: 'won' },
  ].map((stage, index) => world.make('stage', { ...stage, pipeline, position: index + 1 }));
  const deal = world.make('deal', { title: 'Fleet', amount: usd(1) });
  const lead = world.make('lead', { name: 'Grace', pipeline, deal });
  expect(world.row('lead', lead).stage).toBe(first);
  world.accept([{ kind: 'update', entity: 'deal', id: deal, fields: { status: 'won' } }]);
  expect(world.row('lead', lead).stage).toBe(yes);
  // The pipeline has no lost stage: the lead stays where it was.
  world.accept([{ kind: 'update', entity: 'deal', id: deal, fields: { status: 'lost' } }]);
  expect(world.row('lead', lead).stage).toBe(yes);
  world.accept([{ kind: 'update', entity: 'deal', id: deal, fields: { status: 'open' } }]);
  expect(world.row('lead', lead).stage).toBe(first);
});

test('[X7/C] the action of a lead converts it by its first answers, or by what is chosen, and is offered once', () => {
  const action = entityFor(coreModel, 'lead').actions?.find(({ name }) => name === 'convert');
  if (!action) throw new Error('A lead cannot be converted.');
  const world = createWorld();
  const lead = world.make('lead', grace);
  const record = world.row('lead', lead);
  expect([action.isOffered(record), action.suggest(record)]).toEqual([true, { hasDeal: true, title: 'Navy' }]);
  world.accept(action.intentions(record, action.suggest(record), world.newId));
  expect(action.isOffered(world.row('lead', lead))).toBe(false);
  expect(world.find('deal').map(({ title, amount }) => [title, amount])).toEqual([['Navy', null]]);

  const company = world.make('company', { name: 'Air Force' });
  const other = world.make('lead', grace);
  const answers = { company, contact: null, hasDeal: true, title: 'Planes', amount: usd(700) };
  world.accept(action.intentions(world.row('lead', other), answers, world.newId));
  const [planes] = world.find('deal', { field: 'title', op: 'eq', value: 'Planes' });
  expect(planes).toMatchObject({ company, amount: usd(700) });
  expect(world.find('company').map(({ name }) => name)).toEqual(['Navy', 'Air Force']);
});

test('[X7/C] leads of one deal follow it in one look, and as many as one change can touch', () => {
  const world = createWorld();
  const deal = world.make('deal', { title: 'Fleet', amount: usd(1) });
  const add = (count: number) =>
    world.accept(
      Array.from({ length: count }, (_, n) => ({
        kind: 'create',
        entity: 'lead',
        id: world.newId(),
        fields: { name: `Lead ${n}`, deal },
      })),
    );
  const win: Intention = { kind: 'update', entity: 'deal', id: deal, fields: { status: 'won' } };
  /** How often something has to be loaded before the change can be judged. */
  const looks = (): number => {
    const loaded = new Set<string>();
    const id = world.newUuid();
    for (let rounds = 0; ; rounds += 1) {
      const judged = world.judge([win], id, {}, loaded);
      if (judged.kind !== 'needs') return rounds;
      for (const need of judged.needs) loaded.add(needKey(need));
    }
  };
  add(1);
  const ofOne = looks();
  // With the deal and its activity as many writes as a change may have.
  add(497);
  expect(looks()).toBe(ofOne);
  const writes = (judged: ReturnType<typeof world.judge>) => (judged.kind === 'accepted' ? judged.writes.length : 0);
  expect(writes(world.judge([win]))).toBe(500);
  for (const more of [1, 1, 1]) {
    add(more);
    expect(codes(world.judge([win]))).toEqual(['change-too-large']);
  }
});
