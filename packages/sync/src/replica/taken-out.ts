import { type Cause, type Change, type Intention, ok, type Refusal, type Result } from '@satchel/core';
import { type Committed, maxNamed } from './committed.ts';
import { createKnownRows, type KnownRows } from './known-rows.ts';
import { type WithdrawContext, withdraw } from './withdraw.ts';

export interface TakenOutContext extends WithdrawContext {
  readonly newGroup: () => string;
  readonly write: (
    intentions: readonly Intention[],
    known: KnownRows,
    how: { readonly cause?: Cause; readonly label?: string },
  ) => Result<Committed, readonly Refusal[]>;
}

/** Steps that were taken out of the outbox, so that they can be done again for as long as the app runs. */
export interface TakenOut {
  /** Null: it is not to be taken out of the outbox. */
  readonly take: (id: string) => Result<Committed, never> | null;
  /** Null: nothing was taken out under this id. Within a transaction, which is to be taken back when it is refused. */
  readonly doAgain: (id: string) => Result<Committed, readonly Refusal[]> | null;
}

const maxSteps = 100;

export function createTakenOut(context: TakenOutContext): TakenOut {
  const changesById = new Map<string, readonly Change[]>();
  return {
    take(id) {
      const taken = withdraw(context, id);
      if (!taken) return null;
      const again = context.newGroup();
      changesById.set(again, taken.changes);
      const [oldest] = changesById.keys();
      if (changesById.size > maxSteps && oldest !== undefined) changesById.delete(oldest);
      const entities = [...new Set(taken.writes.map(({ entity }) => entity))];
      return ok({ id: again, writes: taken.writes.slice(0, maxNamed), entities, events: [], left: [] });
    },
    doAgain(id) {
      const changes = changesById.get(id);
      if (!changes) return null;
      const group = context.newGroup();
      const known = createKnownRows(context.store);
      const done: Committed[] = [];
      for (const { intentions, cause, label } of changes) {
        const how = { ...(cause ? { cause: { ...cause, group } } : {}), ...(label === undefined ? {} : { label }) };
        const result = context.write(intentions.map(withoutBase), known, how);
        if (!result.ok) return result;
        done.push(result.value);
      }
      changesById.delete(id);
      return ok({
        id: done[0]?.id ?? group,
        writes: done.flatMap(({ writes }) => writes).slice(0, maxNamed),
        entities: [...new Set(done.flatMap(({ entities }) => entities))],
        events: done.flatMap(({ events }) => events),
        left: [],
      });
    },
  };
}

/** To be based on what is there when it is done again. */
function withoutBase(intention: Intention): Intention {
  if (intention.kind === 'create') return intention;
  const { base: _, after: __, ...rest } = intention;
  return rest;
}
