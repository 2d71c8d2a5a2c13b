import { changeIdFrom, type Intention, maxWritesPerChange, ok, type Refusal, type Result } from '@satchel/core';
import type { Committed as CommittedChange } from '@satchel/sync';
import { z } from 'zod';
import type { Committed } from '../../shared/api.ts';
import type { HandlersOf } from '../../shared/rpc.ts';
import { createPace } from '../import/pace.ts';
import type { Workspace } from '../workspace/open-workspace.ts';
import { forgetSample, sampleGroup } from './import.ts';
import { limit, name, parseParams, recordId } from './parse-params.ts';
import { refusalsOf } from './refusals-of.ts';
import { write } from './write.ts';

const base = z.union([z.int().min(0), z.uuid().transform((id) => changeIdFrom(id))]).optional();
const target = { entity: name, id: recordId };
const values = z.record(name, z.json());
const words = z.array(z.string().max(2000)).max(10_000).optional();
const intention = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('create'), ...target, fields: values }),
  z.object({
    kind: z.literal('update'),
    ...target,
    base,
    fields: values,
    lists: z.record(name, z.object({ add: words, remove: words })).optional(),
  }),
  z.object({ kind: z.literal('delete'), ...target, base }),
  z.object({ kind: z.literal('restore'), ...target, base }),
]);
/** What a window asks to be written. */
export const intentions = z.array(intention).min(1).max(maxWritesPerChange);
/** The schema has read each of them. */
export const readIntentions = (read: z.infer<typeof intentions>): readonly Intention[] =>
  JSON.parse(JSON.stringify(read)) as readonly Intention[];

const changeParams = z.object({
  intentions,
  label: z.string().max(500).optional(),
});
const checkParams = z.object({ plans: z.array(intentions).max(50) });
const undoParams = z.object({ id: z.uuid() });
const recentParams = z.object({ limit: limit(200) });

/** Writing, judging without writing, undo, and what was done last. */
export function changeHandlers(workspace: Workspace): HandlersOf<'changes'> {
  return {
    'changes.commit': async (params) => {
      const { intentions: given, label } = parseParams(changeParams, params);
      const read = readIntentions(given);
      return committedAnswer(
        await write(workspace, () => workspace.replica.commit(read, label === undefined ? {} : { label })),
      );
    },
    'changes.check': (params) => {
      const { plans } = parseParams(checkParams, params);
      return plans.map((plan) => refusalsOf(workspace, readIntentions(plan)));
    },
    'changes.undo': async (params) => {
      const { id } = parseParams(undoParams, params);
      const steps = await workspace.replica.whenIdle(() => workspace.store.steps(workspace.me, lastSteps));
      const step = steps.find((one) => one.id === id);
      if (step !== undefined) await workspace.getReady(step.writes);
      const undone = await write(workspace, () => workspace.replica.undo(id, createPace(undefined)));
      if (undone.ok && id === sampleGroup(workspace)) await forgetSample(workspace);
      return committedAnswer(undone);
    },
    'changes.recent': async (params) => {
      const { limit: most } = parseParams(recentParams, params);
      // Not of a group that may still be dropped.
      const steps = await workspace.replica.whenIdle(() => workspace.store.steps(workspace.me, most));
      const undoneIds = new Set<string>();
      // Newest first: an undo that was itself taken back leaves its step as done.
      for (const step of steps) if (step.of !== null && !undoneIds.has(step.id)) undoneIds.add(step.of);
      return steps
        .filter(({ kind }) => kind !== 'undo' && kind !== 'redo' && kind !== 'setup')
        .map(({ id, label, at, writes }) => ({ id, label, at, writes, isUndone: undoneIds.has(id) }));
    },
  };
}

/** A step further back is taken back as well, only slower when it is a large one. */
const lastSteps = 200;

/** Many records are not worth their way to the window: it asks again by entity. */
const maxNamed = 500;

/** How a commit ended, as windows are told. */
export function committedAnswer(
  result: Result<CommittedChange, readonly Refusal[]>,
): Result<Committed, readonly Refusal[]> {
  if (!result.ok) return result;
  const { id, writes, left } = result.value;
  return ok({ id, records: writes.slice(0, maxNamed).map((one) => ({ entity: one.entity, id: one.id })), left });
}
