import { expect, test } from 'vitest';
import { createMemoryWorkspace } from '../import/memory-workspace.ts';
import { writeGenerated } from './write-generated.ts';

test('a generated workspace obeys the rules, has history, and is the same for the same seed', async () => {
  const make = async (seed: number) => {
    const workspace = createMemoryWorkspace();
    await writeGenerated(workspace.target, { contacts: 95, deals: 200, seed, nowMs: Date.parse('2026-03-11') });
    return workspace;
  };
  const { live, store } = await make(1);
  const names = (workspace: Awaited<ReturnType<typeof make>>) => workspace.live('contact').map(({ name }) => name);
  const entities = ['company', 'contact', 'deal', 'task', 'note'];
  expect(entities.map((entity) => live(entity).length)).toEqual([10, 95, 200, 40, 20]);
  expect(live('deal').some(({ id }) => store.history('deal', id, 5).length === 2)).toBe(true);
  expect(live('activity').length).toBeGreaterThan(10);
  expect(names(await make(1))).toEqual(names(await make(1)));
  expect(names(await make(2))).not.toEqual(names(await make(1)));
});
