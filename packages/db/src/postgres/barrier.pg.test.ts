import {
  count,
  createModel,
  defineEntity,
  type EntityRecord,
  entities,
  given,
  type Intention,
  isMoney,
  type RecordId,
  serial,
  text,
} from '@satchel/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { StopPoint } from '../../test/barrier.ts';
import { openServer } from '../../test/postgres-stores.ts';
import { openTwoNodes, type TwoNodes } from '../../test/two-nodes.ts';
import { migrateServer } from './migrate.ts';

/** A number and a name that nobody else has, and no more than three in all. */
const ticket = defineEntity({
  name: 'ticket',
  plural: 'tickets',
  label: 'Ticket',
  labelPlural: 'Tickets',
  place: 'main',
  fields: { number: serial('T'), name: text({}) },
  needs: ({ after }) => {
    const sameName =
      after.name === null
        ? given(0)
        : count('ticket', {
            and: [
              { field: 'name', op: 'eq', value: after.name },
              { field: 'id', op: 'neq', value: after.id },
            ],
          });
    return { sameName, all: count('ticket', { and: [] }) };
  },
  rules: [
    { code: 'name-taken', field: 'name', message: 'This name is taken.', holds: ({ facts }) => facts.sameName === 0 },
    { code: 'sold-out', message: 'There are three tickets.', holds: ({ facts }) => facts.all <= 3 },
  ],
  views: { title: 'number', list: ['number'], form: ['number', 'name'] },
});

const model = createModel([...entities, ticket]);

const create = (entity: string, id: RecordId, fields: Extract<Intention, { kind: 'create' }>['fields']) =>
  ({ kind: 'create', entity, id, fields }) as const;
const update = (entity: string, id: RecordId, fields: Extract<Intention, { kind: 'update' }>['fields']) =>
  ({ kind: 'update', entity, id, fields }) as const;
const remove = (entity: string, id: RecordId) => ({ kind: 'delete', entity, id }) as const;

interface Race {
  readonly title: string;
  /** What is there before, and what two people then do at once. */
  readonly changes: (nodes: TwoNodes) => Promise<readonly [first: readonly Intention[], second: readonly Intention[]]>;
  /** Nobody is refused: what the one brought along becomes something else. */
  readonly isBothAccepted?: true;
  /** Live rows of this entity are what the rule is about. */
  readonly holds: (live: (entity: string) => readonly EntityRecord[]) => boolean;
}

const noDealOfNobody: Race['holds'] = (live) => {
  const contacts = new Set(live('contact').map(({ id }) => id));
  return live('deal').every((deal) => (deal['contacts'] as readonly RecordId[]).every((id) => contacts.has(id)));
};

const races: readonly Race[] = [
  {
    title: '[S2-10/C] a contact is deleted while a deal is made for it',
    async changes({ commit, newId }) {
      const contact = newId();
      await commit([create('contact', contact, { name: 'Eve' })]);
      return [[remove('contact', contact)], [create('deal', newId(), { title: 'With Eve', contacts: [contact] })]];
    },
    holds: noDealOfNobody,
  },
  {
    title: '[S2-09/C] a deal is won while its amount becomes nothing',
    async changes({ commit, newId }) {
      const deal = newId();
      await commit([create('deal', deal, { title: 'Soon won', amount: { minor: 5, currency: 'EUR' } })]);
      return [
        [update('deal', deal, { status: 'won' })],
        [update('deal', deal, { amount: { minor: 0, currency: 'EUR' } })],
      ];
    },
    holds: (live) =>
      live('deal').every((deal) => deal['status'] !== 'won' || (isMoney(deal['amount']) && deal['amount'].minor > 0)),
  },
  {
    title: 'two owners remove each other',
    changes: async ({ owners: [one, two] }) => [[remove('member', two)], [remove('member', one)]],
    holds: (live) => live('member').some((member) => member['role'] === 'owner'),
  },
  {
    title: 'two owners make each other a member',
    changes: async ({ owners: [one, two] }) => [
      [update('member', two, { role: 'member' })],
      [update('member', one, { role: 'member' })],
    ],
    holds: (live) => live('member').some((member) => member['role'] === 'owner'),
  },
  {
    title: '[S3-14/C] two records bring along the same number',
    isBothAccepted: true,
    changes: async ({ newId }) => [
      [create('ticket', newId(), { number: 'T-001' })],
      [create('ticket', newId(), { number: 'T-001' })],
    ],
    holds: (live) => new Set(live('ticket').map((one) => one['number'])).size === live('ticket').length,
  },
  {
    title: 'two records take the last place',
    async changes({ commit, newId }) {
      for (const number of ['T-001', 'T-002']) await commit([create('ticket', newId(), { number })]);
      return [[create('ticket', newId(), { number: 'T-003' })], [create('ticket', newId(), { number: 'T-004' })]];
    },
    holds: (live) => live('ticket').length <= 3,
  },
  {
    title: 'two records are given the same name',
    async changes({ commit, newId }) {
      const [one, two] = [newId(), newId()];
      await commit([create('ticket', one, { name: 'One' }), create('ticket', two, { name: 'Two' })]);
      return [[update('ticket', one, { name: 'Same' })], [update('ticket', two, { name: 'Same' })]];
    },
    holds: (live) => new Set(live('ticket').map((one) => one['name'])).size === live('ticket').length,
  },
  {
    title: 'two contacts are merged into the one and into the other',
    async changes({ commit, newId }) {
      const [one, two, ofOne, ofTwo] = [newId(), newId(), newId(), newId()];
      await commit([
        create('contact', one, { name: 'Eva' }),
        create('contact', two, { name: 'Eve' }),
        create('deal', ofOne, { title: 'Of Eva', contacts: [one] }),
        create('deal', ofTwo, { title: 'Of Eve', contacts: [two] }),
      ]);
      return [
        [update('deal', ofTwo, { contacts: [one] }), update('contact', one, { jobTitle: 'x' }), remove('contact', two)],
        [update('deal', ofOne, { contacts: [two] }), update('contact', two, { jobTitle: 'x' }), remove('contact', one)],
      ];
    },
    holds: (live) => live('contact').length > 0 && noDealOfNobody(live),
  },
];

describe('two servers of one PostgreSQL', () => {
  let server: Awaited<ReturnType<typeof openServer>>;
  beforeAll(async () => {
    server = await openServer();
    await migrateServer(server.database, model);
  });
  afterAll(async () => await server.close());

  const run = async (race: Race, point: StopPoint, isSwapped: boolean, isLockedLate: boolean) => {
    const nodes = await openTwoNodes(server, model, isLockedLate);
    try {
      const [first, second] = await race.changes(nodes);
      const { outcomes, met } = await nodes.commitBoth(point, isSwapped ? [second, first] : [first, second]);
      const rows = await nodes.read(async (reader) => {
        const found = new Map<string, readonly EntityRecord[]>();
        for (const { name } of model.entities) {
          const page = await reader.page(name, null, 100);
          found.set(
            name,
            page.map(({ record }) => record).filter(({ deletedAt }) => deletedAt === null),
          );
        }
        return found;
      });
      return {
        holds: race.holds((entity) => rows.get(entity) ?? []),
        kinds: outcomes.map(({ kind }) => kind).toSorted(),
        met,
      };
    } finally {
      await nodes.close();
    }
  };

  const points: readonly StopPoint[] = ['judged', 'written'];
  test.each(races)('$title: the rule holds, whoever comes first and wherever both stop', async (race) => {
    for (const point of points) {
      for (const isSwapped of [false, true]) {
        expect(await run(race, point, isSwapped, false)).toEqual({
          holds: true,
          kinds: ['accepted', race.isBothAccepted ? 'accepted' : 'refused'],
          met: false,
        });
      }
    }
  });

  test.each(races)('$title: the rule is broken when the lock is taken too late, which this test sees', async (race) => {
    const seen = [await run(race, 'judged', false, true), await run(race, 'judged', true, true)];
    expect(seen).toEqual(seen.map(() => ({ holds: false, kinds: ['accepted', 'accepted'], met: true })));
  });
});
