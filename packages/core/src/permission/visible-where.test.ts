import { expect, test } from 'vitest';
import { createWorld, today } from '../../test/world.ts';
import { entities } from '../entities/registry.ts';
import type { Entity } from '../entity/entity.ts';
import type { EntityRecord } from '../entity/record.ts';
import { matches } from '../where/matches.ts';
import { resolveWhere } from '../where/resolve-where.ts';
import type { Actor } from './actor.ts';
import { mayOnRecord } from './may.ts';
import { roles } from './roles.ts';
import { visibleWhere } from './visible-where.ts';

const world = createWorld();
const { me, other } = world;
const [north, south] = [world.newId(), world.newId()];

test('[S2-08/C] the filter of what one may read says of every record what the judgement of one record says', () => {
  const actors: readonly Actor[] = [
    ...roles.map((role) => world.actor(role)),
    { member: me, grants: [] },
    { member: me, grants: [{ permission: '*.read', scope: 'team' }], teams: new Set([north]) },
    { member: me, grants: [{ permission: '*.read', scope: 'team' }] },
  ];
  const people = [me, other, null];
  const seen: boolean[] = [];
  for (const entity of entities) {
    for (const actor of actors) {
      for (const owner of people) {
        for (const createdBy of people) {
          for (const team of [north, south, null]) {
            const record = { id: me, owner, createdBy, team } as unknown as EntityRecord;
            const may = mayOnRecord(actor, entity, 'read', record);
            seen.push(may);
            const about = [entity.name, owner, createdBy, team];
            expect([...about, isVisible(actor, entity, record)]).toEqual([...about, may]);
          }
        }
      }
    }
  }
  expect(new Set(seen).size).toBe(2);
});

function isVisible(actor: Actor, entity: Entity, record: EntityRecord): boolean {
  const asker = { me: actor.member, today, timeZone: 'UTC', weekStart: 1 } as const;
  const where = resolveWhere(visibleWhere(actor, entity), entity, asker);
  if (!where.ok) throw new Error(where.error.message);
  return matches(where.value, record);
}
