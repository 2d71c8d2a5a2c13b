import { entityFor, err, ok, type Refusal, type Result, recordIdFrom } from '@satchel/core';
import { troubleOf } from '@satchel/db';
import { applyMerge, forgetMerge, isConnected, type Merged, type MergeSides, mergeUnderWay } from '@satchel/sync';
import { z } from 'zod';
import type { MergeStatus, MergeSummary } from '../../shared/api.ts';
import type { HandlersOf } from '../../shared/rpc.ts';
import { Cancelled, createPace } from '../import/pace.ts';
import type { Connection } from '../sync/connection-options.ts';
import { serverAccount } from '../sync/server-account.ts';
import type { Workspace } from '../workspace/open-workspace.ts';
import { describeTrouble } from '../workspace/workspace-trouble.ts';
import { keepMergeNote, mergeDecisions, mergeNote, nothingDecided } from './merge-note.ts';
import { decidedPlan, mergeView } from './merge-view.ts';
import { limit, parseParams } from './parse-params.ts';
import type { ServiceOptions } from './service-options.ts';
import { write } from './write.ts';

const named = z.object({ id: z.string().max(40) });
const planning = z.object({ limit: limit(1000) });
const deciding = z.object({ decisions: mergeDecisions });

const nothing: Refusal = { code: 'nothing-to-merge', message: 'No workspace is being brought into this one.' };
const busy: Refusal = { code: 'busy', message: 'It is being written already.' };
const notAlone: Refusal = {
  code: 'not-alone',
  message: 'Only a workspace that lives on this device alone can be brought in.',
};
const notWhole: Refusal = {
  code: 'not-whole',
  message: 'This workspace is still being loaded from its server. Go on when it is here.',
};

/** Why nothing is sent while another workspace is brought in, and before it is whole or given up. */
export const heldByMerge = (workspace: Pick<Workspace, 'store'>): string | null =>
  mergeUnderWay(workspace.store) === null ? null : heldSentence(workspace);

const heldSentence = ({ store }: Pick<Workspace, 'store'>): string =>
  `${mergeNote(store)?.name ?? 'Another workspace'} is being brought in. Nothing is sent before that is done or given up.`;

/** Progress is told so often. */
const tellMs = 200;
const mostNamed = 100;

interface Running {
  readonly stop: AbortController;
  readonly ended: Promise<unknown>;
  done: number;
  total: number;
}

/** Bringing a workspace that was made on this device alone into the open one, which has data. */
export function mergeHandlers(
  { workspace, announce, desk }: ServiceOptions,
  connection: Pick<Connection, 'hold' | 'start'>,
): HandlersOf<'merge'> {
  const { store, replica, model } = workspace;
  let running: Running | null = null;
  const stop = async (): Promise<void> => {
    running?.stop.abort();
    await running?.ended.catch(() => undefined);
  };
  workspace.beforeClose(stop);
  const isWhole = (): boolean => serverAccount(store) === null || (store.meta('generation') ?? '') !== '';

  const withSource = async <T>(
    work: (sides: MergeSides) => T | Promise<T>,
  ): Promise<Result<Awaited<T>, readonly Refusal[]>> => {
    const note = mergeNote(store);
    if (!note || !desk) return err([nothing]);
    if (!isWhole()) return err([notWhole]);
    const worked = await desk.withOther(note.from, async (other) => {
      if (!isAlone(other)) return null;
      const me = { source: other.me, target: workspace.me };
      return { value: await work({ source: other.store, target: store, model, me }) };
    });
    if (!worked.ok) return worked;
    return worked.value === null ? err([notAlone]) : ok(worked.value.value);
  };

  const apply = async (sides: MergeSides, run: Running): Promise<MergeSummary> => {
    const note = mergeNote(store);
    const { plan, choices } = decidedPlan(sides, workspace.asker().actor, note?.decisions ?? nothingDecided);
    run.total = plan.entities.reduce((sum, { made }) => sum + made, 0);
    await workspace.getReady(run.total);
    const breathe = createPace(run.stop.signal);
    let toldAt = 0;
    const merged = await applyMerge(
      {
        ...sides,
        replica: {
          whenIdle: (work) => replica.whenIdle(work),
          commit(intentions, options) {
            const result = replica.commit(intentions, options);
            run.done += intentions.filter(({ kind }) => kind === 'create').length;
            return result;
          },
        },
        newId: workspace.newGroup,
        label: `Merged from ${note?.name ?? 'another workspace'}`,
      },
      choices,
      () => {
        if (Date.now() - toldAt > tellMs) {
          toldAt = Date.now();
          announce('sync', {});
        }
        return breathe();
      },
    );
    return summaryOf(sides, merged);
  };

  return {
    'merge.status': (): MergeStatus | null => {
      const note = mergeNote(store);
      if (!note) return null;
      const isBegun = mergeUnderWay(store) !== null;
      const phase = running ? 'writing' : isBegun ? 'interrupted' : isWhole() ? 'deciding' : 'loading';
      return { from: note.from, name: note.name, phase, done: running?.done ?? 0, total: running?.total ?? 0 };
    },

    'merge.begin': async (params) => {
      const { id } = parseParams(named, params);
      if (mergeNote(store)) return err([{ ...busy, message: 'Another workspace is being brought in already.' }]);
      const known = desk?.list().find((one) => one.id === id && !one.isOpen);
      if (!known || known.server !== null) return err([notAlone]);
      await replica.whenIdle(() => keepMergeNote(store, { from: id, name: known.name, decisions: nothingDecided }));
      announce('sync', {});
      return ok(null);
    },

    'merge.plan': async (params) => {
      const { limit: most } = parseParams(planning, params);
      const { actor, timeZone } = workspace.asker();
      const decisions = mergeNote(store)?.decisions ?? nothingDecided;
      return await withSource((sides) => mergeView(sides, actor, decisions, { limit: most, timeZone }));
    },

    'merge.decide': async (params) => {
      const { decisions } = parseParams(deciding, params);
      await replica.whenIdle(() => {
        const note = mergeNote(store);
        if (note) keepMergeNote(store, { ...note, decisions });
      });
      return null;
    },

    'merge.run': async () => {
      if (running) return err([busy]);
      const ended = Promise.withResolvers<null>();
      const run: Running = { stop: new AbortController(), ended: ended.promise, done: 0, total: 0 };
      running = run;
      announce('sync', {});
      try {
        await connection.hold(heldSentence(workspace));
        const summary = await withSource((sides) => apply(sides, run));
        if (summary.ok) await replica.whenIdle(() => keepMergeNote(store, null));
        return summary;
      } catch (error) {
        if (error instanceof Cancelled) return err([{ code: 'cancelled', message: 'It was stopped.' }]);
        const trouble = troubleOf(error);
        if (!trouble) throw error;
        return err([describeTrouble(trouble, workspace.dir)]);
      } finally {
        running = null;
        ended.resolve(null);
        // Unless a part is written and the rest is not.
        if (!run.stop.signal.aborted) connection.start();
        announce('sync', {});
      }
    },

    'merge.cancel': async () => {
      await stop();
      const group = mergeUnderWay(store);
      if (group !== null && [...store.historyOf(group)].length > 0) {
        const undone = await write(workspace, () => replica.undo(group, createPace(undefined)));
        if (!undone.ok) return undone;
      }
      await replica.whenIdle(() =>
        store.transaction(() => {
          forgetMerge(store);
          keepMergeNote(store, null);
        }),
      );
      connection.start();
      announce('sync', {});
      return ok(null);
    },
  };
}

/** It never met a server, so that nobody else knows its records. */
export const isAlone = (workspace: Workspace): boolean =>
  workspace.isSetUp() && !isConnected(workspace.store) && serverAccount(workspace.store) === null;

function summaryOf({ source, model }: MergeSides, { group, made, filled, refused }: Merged): MergeSummary {
  return {
    group,
    made,
    filled,
    refused: refused.length,
    refusals: refused.slice(0, mostNamed).map(({ entity, id, refusals }) => {
      const title = source.record(entity, recordIdFrom(id))?.[entityFor(model, entity).views.title];
      return {
        entity,
        title: typeof title === 'string' ? title : '',
        reason: refusals.map(({ message }) => message).join(' '),
      };
    }),
  };
}
