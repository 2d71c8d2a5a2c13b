import fc from 'fast-check';
import { expect, test } from 'vitest';
import { recordIdFrom } from '../id/uuid.ts';
import { nextAssignee } from './next-assignee.ts';

const people = Array.from({ length: 5 }, (_, n) => recordIdFrom(`01890000-0000-7000-8000-00000000000${n}`));

/** Gives one record after another; at each step these of the people are there. */
function give(steps: readonly (readonly boolean[])[]): readonly (number | null)[] {
  const lastTurns = people.map(() => 0);
  return steps.map((isThere, turn) => {
    const candidates = people.flatMap((member, n) =>
      isThere[n] === true ? [{ member, lastTurn: lastTurns[n] ?? 0, open: 0 }] : [],
    );
    const next = nextAssignee('round_robin', candidates);
    if (next === null) return null;
    const index = people.indexOf(next);
    lastTurns[index] = turn + 1;
    return index;
  });
}

const presence = fc.array(fc.array(fc.boolean(), { minLength: people.length, maxLength: people.length }), {
  maxLength: 60,
});

test('[S4-34/C] in turn: while everybody is there each gets one before anybody gets the next', () => {
  const given = give(Array.from({ length: 23 }, () => people.map(() => true)));
  expect(given.slice(0, 10)).toEqual([0, 1, 2, 3, 4, 0, 1, 2, 3, 4]);
  const counts = people.map((_, n) => given.filter((one) => one === n).length);
  expect(Math.max(...counts) - Math.min(...counts)).toBe(1);
});

test('[S4-34/C] in turn: a record goes to somebody who is there, and to nobody only when nobody is', () => {
  fc.assert(
    fc.property(presence, (steps) =>
      give(steps).every((member, turn) =>
        member === null ? steps[turn]?.includes(true) === false : steps[turn]?.[member] === true,
      ),
    ),
  );
});

test('[S4-34/C] in turn: nobody is passed over, and who comes back gets one turn, not all that were missed', () => {
  fc.assert(
    fc.property(presence, (steps) => {
      const given = give(steps);
      return given.every((member, turn) => {
        const again = member === null ? -1 : given.indexOf(member, turn + 1);
        if (member === null || again < 0) return true;
        const during = steps.slice(turn, again + 1);
        const isThere = (one: number): boolean => during.every((present) => present[one] === true);
        // Between two turns of one, everybody who was there all the while had one; and no second one while it waited.
        return people.every((_, other) => {
          if (other === member || !isThere(other)) return true;
          const turns = given.slice(turn + 1, again).filter((one) => one === other).length;
          return isThere(member) ? turns === 1 : turns >= 1;
        });
      });
    }),
  );
});

test('[S4-34/C] by load: the least open records win, then whose last turn is longest ago', () => {
  const candidate = fc.record({ open: fc.integer({ min: 0, max: 3 }), lastTurn: fc.integer({ min: 0, max: 9 }) });
  fc.assert(
    fc.property(fc.array(candidate, { maxLength: people.length }), (list) => {
      const candidates = list.flatMap((one, n) => (people[n] ? [{ ...one, member: people[n] }] : []));
      const next = nextAssignee('load_balance', candidates);
      const chosen = candidates.find(({ member }) => member === next);
      if (!chosen) return candidates.length === 0;
      return candidates.every(
        ({ open, lastTurn }) => chosen.open < open || (chosen.open === open && chosen.lastTurn <= lastTurn),
      );
    }),
  );
});
