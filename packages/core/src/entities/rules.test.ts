import { expect, test } from 'vitest';
import type { Intention } from '../change/change.ts';
import { createClock } from '../clock/hlc.ts';
import type { CalendarDate } from '../date/calendar-date.ts';
import { decide } from '../decide/decide.ts';
import type { Judgement } from '../decide/judgement.ts';
import { entityFor } from '../entity/model.ts';
import type { EntityRecord } from '../entity/record.ts';
import { changeIdFrom, createUuidV7Generator, type RecordId, recordIdFrom, uuidVersion } from '../id/uuid.ts';
import type { Actor } from '../permission/actor.ts';
import { may, mayOnRecord } from '../permission/may.ts';
import { grantsByRole, type Role, roles } from '../permission/roles.ts';
import { matches } from '../where/matches.ts';
import { resolveWhere } from '../where/resolve-where.ts';
import { defaultPipelines, setupIntentions } from './default-pipelines.ts';
import { coreModel, entities } from './registry.ts';

const nowMs = Date.UTC(2026, 10, 20);
const today = '2026-11-20' as CalendarDate;
const newUuid = createUuidV7Generator({ now: () => nowMs, random: (size) => new Uint8Array(size).fill(7) });
const newId = (): RecordId => recordIdFrom(newUuid());

/** Rows in a map, judged and written as a device would, without a store. */
function createWorld() {
  const rows = new Map<string, EntityRecord>();
  const clock = createClock({ now: () => nowMs, device: 'aaaaaaaa' });
  const me = newId();
  const other = newId();
  const find = (entity: string, where: Parameters<typeof resolveWhere>[0]): EntityRecord[] => {
    const resolved = resolveWhere(where, entityFor(coreModel, entity), { me, today, timeZone: 'UTC', weekStart: 1 });
    if (!resolved.ok) throw new Error(resolved.error.message);
    return [...rows]
      .filter(([key, row]) => key.startsWith(`${entity}/`) && row.deletedAt === null && matches(resolved.value, row))
      .map(([, row]) => row);
  };
  const actor = (role: Role, member = me): Actor => ({ member, grants: grantsByRole[role] });
  const commit = (intentions: readonly Intention[], role: Role = 'owner', member = me): Judgement => {
    const judgement = decide(
      { id: changeIdFrom(newUuid()), actor: member, device: 'aaaaaaaa', at: clock.tick(), intentions },
      {
        model: coreModel,
        actor: actor(role, member),
        known: {
          record: (entity, id) => rows.get(`${entity}/${id}`) ?? null,
          count: (need) => find(need.entity, need.where).length,
          first: (need) =>
            find(need.entity, need.where).toSorted((a, b) => Number(a[need.orderBy]) - Number(b[need.orderBy]))[0] ??
            null,
        },
        now: nowMs,
        today,
        timeZone: 'UTC',
        weekStart: 1,
        country: 'US',
      },
    );
    if (judgement.kind === 'accepted') {
      for (const write of judgement.writes) rows.set(`${write.entity}/${write.id}`, write.after);
    }
    return judgement;
  };
  const setup = commit(setupIntentions({ id: me, name: 'Ada' }, newId));
  expect(setup.kind).toBe('accepted');
  commit([{ kind: 'create', entity: 'member', id: other, fields: { name: 'Bob' } }]);
  const make = (
    entity: string,
    fields: Extract<Intention, { kind: 'create' }>['fields'],
    role: Role = 'owner',
  ): RecordId => {
    const id = newId();
    expect(commit([{ kind: 'create', entity, id, fields }], role)).toMatchObject({ kind: 'accepted' });
    return id;
  };
  const stage = (key: string): RecordId => {
    const [found] = find('stage', { field: 'key', op: 'eq', value: key });
    if (!found) throw new Error(`no stage ${key}`);
    return found.id;
  };
  const row = (entity: string, id: RecordId): EntityRecord => {
    const found = rows.get(`${entity}/${id}`);
    if (!found) throw new Error('no such row');
    return found;
  };
  return { commit, make, stage, row, find, me, other, actor };
}

const codes = (judgement: Judgement): readonly string[] =>
  judgement.kind === 'refused' ? judgement.refusals.map(({ code }) => code) : [];
const update = (id: RecordId, fields: Extract<Intention, { kind: 'update' }>['fields']): Intention[] => [
  { kind: 'update', entity: 'deal', id, fields },
];
const usd = (minor: number) => ({ minor, currency: 'USD' });

test('[S2-09/C] [S4-06/C] a deal cannot be won with an amount of zero, below zero, or none', () => {
  const world = createWorld();
  for (const amount of [null, usd(0), usd(-100)]) {
    const deal = world.make('deal', { title: 'Deal', amount });
    expect(codes(world.commit(update(deal, { status: 'won' })))).toEqual(['won-needs-amount']);
  }
  const deal = world.make('deal', { title: 'Deal', amount: usd(1) });
  expect(world.commit(update(deal, { status: 'won' })).kind).toBe('accepted');
  expect(world.row('deal', deal)).toMatchObject({ status: 'won', stage: world.stage('closed'), closedOn: today });
  expect(codes(world.commit(update(deal, { amount: usd(0) })))).toEqual(['won-needs-amount']);
  expect(codes(world.commit(update(deal, { amount: { minor: 5, currency: 'XXQ' } })))).toEqual(['currency-unknown']);
});

test('[S2-10/C] a contact with active deals cannot be deleted, also within one change', () => {
  const world = createWorld();
  const contact = world.make('contact', { firstName: 'Grace' });
  const deal = world.make('deal', { title: 'Deal', contacts: [contact], amount: usd(100) });
  const remove: Intention = { kind: 'delete', entity: 'contact', id: contact };
  expect(codes(world.commit([remove]))).toEqual(['contact-has-active-deals']);
  const judged = world.commit([...update(deal, { status: 'lost' }), remove]);
  expect(judged.kind).toBe('accepted');
  expect(world.row('contact', contact).deletedAt).toBe(nowMs);
});

test('[S2-11/C] only owners and admins move a deal back or reopen it', () => {
  for (const role of roles) {
    const world = createWorld();
    const deal = world.make('deal', { title: 'Deal', stage: world.stage('negotiation'), amount: usd(1) }, role);
    const back = world.commit(update(deal, { stage: world.stage('qualification') }), role);
    const allowed = role === 'owner' || role === 'admin';
    expect([role, ...codes(back)]).toEqual(allowed ? [role] : [role, 'only-leads-move-back']);
    expect(world.commit(update(deal, { status: 'won' }), role).kind).toBe('accepted');
    expect([role, ...codes(world.commit(update(deal, { status: 'open' }), role))]).toEqual(
      allowed ? [role] : [role, 'only-leads-move-back'],
    );
  }
});

test('[S2-12/C] a change of stage or status writes exactly one activity, with from and to', () => {
  const world = createWorld();
  const deal = world.make('deal', { title: 'Deal', amount: usd(100) });
  expect(world.find('activity', { and: [] })).toEqual([]);
  const judged = world.commit(update(deal, { status: 'won' }));
  const made = judged.kind === 'accepted' ? judged.writes.filter(({ entity }) => entity === 'activity') : [];
  expect(made.map(({ after, isConsequence }) => [after.kind, after.summary, after.deal, isConsequence])).toEqual([
    ['stage_change', 'Stage: Qualification → Closed · Status: Open → Won', deal, true],
  ]);
  expect(made.map(({ id }) => uuidVersion(id))).toEqual([8]);
  world.commit(update(deal, { title: 'Another title' }));
  expect(world.find('activity', { and: [] })).toHaveLength(1);
});

test('[S2-15/C] [S3-11/C] the default pipelines have their stages in order', () => {
  const names = defaultPipelines.map(({ kind, stages }) => [kind, stages.map(({ name }) => name)]);
  expect(names).toEqual([
    ['deal', ['Qualification', 'Proposal', 'Negotiation', 'Closed']],
    ['lead', ['New', 'Contacted', 'Qualified', 'Proposal', 'Closed Won', 'Closed Lost']],
  ]);
  const world = createWorld();
  expect(world.row('deal', world.make('deal', { title: 'Deal' })).stage).toBe(world.stage('qualification'));
});

test('[S2-16/C] a deal stands in the closed stage exactly when it is won or lost', () => {
  const world = createWorld();
  const deal = world.make('deal', { title: 'Deal', amount: usd(100) });
  expect(codes(world.commit(update(deal, { stage: world.stage('closed') })))).toEqual(['closed-means-won-or-lost']);
  expect(world.commit(update(deal, { stage: world.stage('closed'), status: 'lost' })).kind).toBe('accepted');
  expect(world.commit(update(deal, { stage: world.stage('proposal') })).kind).toBe('accepted');
  expect(world.row('deal', deal)).toMatchObject({ status: 'open', closedOn: null });
});

test('[S2-07/C] what each of the four roles may do', () => {
  const rights = roles.map((role) => {
    const world = createWorld();
    const actor = world.actor(role);
    const deal = entityFor(coreModel, 'deal');
    const id = world.make('deal', { title: 'Own' });
    const own = world.row('deal', id);
    const others = { ...own, owner: world.other, createdBy: world.other };
    return [
      role,
      may(actor, 'members.manage'),
      mayOnRecord(actor, deal, 'update', own),
      mayOnRecord(actor, deal, 'update', others),
      may(actor, 'deals.rollback_stage'),
    ];
  });
  expect(rights).toEqual([
    ['owner', true, true, true, true],
    ['admin', true, true, true, true],
    ['manager', false, true, true, false],
    ['member', false, true, false, false],
  ]);
});

test('[S2-08/C] a member can neither touch records of others nor hand own ones over', () => {
  const world = createWorld();
  const foreign = world.make('deal', { title: 'Foreign', owner: world.other });
  expect(codes(world.commit(update(foreign, { title: 'Mine' }), 'member'))).toEqual(['not-allowed']);
  const own = world.make('deal', { title: 'Own' }, 'member');
  expect(codes(world.commit(update(own, { owner: world.other }), 'member'))).toEqual(['not-allowed']);
});

test('[S5-12/C] [S1-10/C] a contact needs a name, a mail or a phone, and any one is enough', () => {
  const world = createWorld();
  expect(world.row('contact', world.make('contact', { phones: ['+1234567890'] })).phones).toEqual(['+1234567890']);
  expect(world.row('contact', world.make('contact', { emails: ['A@Example.com'] })).name).toBe('a@example.com');
  expect(codes(world.commit([{ kind: 'create', entity: 'contact', id: newId(), fields: {} }]))).toEqual([
    'contact-needs-something',
  ]);
});

test('[S2-22/C] [S3-21/C] every refusal is told at once, and nothing is written', () => {
  const world = createWorld();
  const id = newId();
  const judged = world.commit([
    { kind: 'create', entity: 'deal', id, fields: { amount: 5, closedOn: '2026-02-30', owner: null, bogus: 1 } },
  ]);
  expect(codes(judged).toSorted()).toEqual([
    'date-invalid',
    'field-required',
    'field-required',
    'field-unknown',
    'wrong-type',
  ]);
  expect(() => world.row('deal', id)).toThrow();
});

test('[S2-13/C] [S2-14/C] [S4-02/C] [S4-03/C] [S4-07/C] [S3-17/C] records are made, changed, deleted and restored', () => {
  const samples = {
    deal: { title: 'Deal' },
    task: { title: 'Task', dueOn: '2026-12-01' },
    company: { name: 'Acme' },
    lead: { company: 'Acme', source: 'website' },
    interaction: { subject: 'Met', type: 'meeting' },
  } as const;
  const world = createWorld();
  for (const [entity, fields] of Object.entries(samples)) {
    const id = world.make(entity, fields);
    const about = { entity, id };
    expect(world.commit([{ kind: 'delete', ...about }]).kind).toBe('accepted');
    expect(codes(world.commit([{ kind: 'update', ...about, fields: { owner: world.other } }]))).toEqual(['deleted']);
    expect(world.commit([{ kind: 'restore', ...about }]).kind).toBe('accepted');
    expect(world.row(entity, id)).toMatchObject({ ...fields, deletedAt: null });
  }
});

test('[S3-15/C] [S3-12/C] closed lists refuse what they do not hold', () => {
  const world = createWorld();
  const make = (entity: string, fields: Extract<Intention, { kind: 'create' }>['fields']) =>
    codes(world.commit([{ kind: 'create', entity, id: newId(), fields }]));
  expect(make('interaction', { subject: 'x', type: 'fax' })).toEqual(['choice-unknown']);
  for (const type of ['email', 'phone', 'meeting', 'note'])
    expect(make('interaction', { subject: 'x', type })).toEqual([]);
  expect(make('lead', { name: 'x', source: 'dream' })).toEqual(['choice-unknown']);
});

test('[S1-21/C] every entity can be made from its own form, and names only fields that it has', () => {
  for (const entity of entities) {
    expect([entity.name, entity.fields[entity.views.title]?.kind]).toEqual([entity.name, 'text']);
    expect(entity.views.form.filter((field) => !entity.fields[field])).toEqual([]);
  }
});

test('a change may not create records with ids that only rules make, nor be too large', () => {
  const world = createWorld();
  const id = recordIdFrom('01890000-0000-8000-8000-000000000000');
  expect(codes(world.commit([{ kind: 'create', entity: 'tag', id, fields: { name: 'x' } }]))).toEqual(['id-invalid']);
  const many = Array.from(
    { length: 501 },
    (): Intention => ({ kind: 'create', entity: 'tag', id: newId(), fields: { name: 'x' } }),
  );
  expect(codes(world.commit(many))).toEqual(['change-too-large']);
});

test('a workspace keeps at least one owner', () => {
  const world = createWorld();
  const demote: Intention = { kind: 'update', entity: 'member', id: world.me, fields: { role: 'member' } };
  expect(codes(world.commit([demote]))).toEqual(['last-owner']);
  const promote: Intention = { kind: 'update', entity: 'member', id: world.other, fields: { role: 'owner' } };
  expect(world.commit([promote]).kind).toBe('accepted');
  expect(world.commit([demote]).kind).toBe('accepted');
});
