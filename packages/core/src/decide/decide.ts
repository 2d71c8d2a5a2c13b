import {
  type Change,
  changeSize,
  type FieldValues,
  type Intention,
  maxChangeSizeBytes,
  maxWritesPerChange,
} from '../change/change.ts';
import { definitionsNeed, modelOf } from '../entity/defined-model.ts';
import type { ConsequenceContext, Entity, RuleContext } from '../entity/entity.ts';
import { type Need, needKey } from '../entity/need.ts';
import { type FieldDefinition, isEmptyValue } from '../field/field.ts';
import { recordIdFrom, uuidV8 } from '../id/uuid.ts';
import { type JsonObject, jsonEquals } from '../json.ts';
import { hiddenFields } from '../permission/field-mask.ts';
import type { Refusal } from '../refusal.ts';
import type { Where } from '../where/where.ts';
import { applyIntention, draftKey, draftOf, refuse, type Work } from './apply-intention.ts';
import { watchHidden } from './blind.ts';
import type { DecideContext } from './context.ts';
import { changedFields, type Draft } from './draft.ts';
import { createFacts, type Facts } from './facts.ts';
import { judgeAccess, judgeTeam } from './judge-access.ts';
import type { DomainEvent, Judgement, Write } from './judgement.ts';
import { labelOf } from './label-of.ts';

/**
 * Judges a change: the one place where it is said what may be written. Pure; both sides of sync call it, the device to
 * answer at once, the authority to decide. Rules see the whole merged record, access is judged on the record as it was
 * and as it would be, and every refusal is collected.
 *
 * When something must be seen that is not known yet, the answer is `needs`: load it into `known` and call again.
 */
export function decide(change: Change, asked: DecideContext): Judgement {
  const tooLarge = checkSize(change);
  if (tooLarge) return { kind: 'refused', refusals: [tooLarge] };

  const known = modelOf(change, asked.model, asked.known);
  if (known === undefined) return { kind: 'needs', needs: [definitionsNeed] };
  const context: DecideContext = known === asked.model ? asked : { ...asked, model: known };
  const drafts = new Map<string, Draft>();
  const refusals: Refusal[] = [];
  const missing = new Map<string, Need>();
  const facts = createFacts(context, drafts, (need) => missing.set(needKey(need), need));
  const work: Work = { context, drafts, refusals, record: facts.record };

  for (const intention of change.intentions) applyIntention(work, intention, false);
  const named = [...drafts.values()];
  for (const draft of named) settle(draft, facts, context);
  for (const draft of named) judge(work, draft, facts);
  if (missing.size === 0 && refusals.length === 0) {
    for (const draft of named) settleFollowers(work, draft, facts);
    if (hasConsequences(change)) for (const draft of named) addConsequences(work, draft, facts, change);
  }

  if (missing.size > 0) return { kind: 'needs', needs: [...missing.values()] };
  if (refusals.length > 0) return { kind: 'refused', refusals };
  return accepted(change, context, [...drafts.values()]);
}

function checkSize(change: Change): Refusal | undefined {
  if (change.intentions.length > maxWritesPerChange) {
    return {
      code: 'change-too-large',
      message: `One change can touch ${maxWritesPerChange} records; this one has ${change.intentions.length}. Split it.`,
    };
  }
  return changeSize(change.intentions) > maxChangeSizeBytes
    ? { code: 'change-too-large', message: 'This change holds more than 256 KB. Split it into smaller ones.' }
    : undefined;
}

/** An undo restores what was there, and an adopted history has happened already: neither makes new consequences. */
const hasConsequences = ({ cause }: Change): boolean =>
  cause?.kind !== 'undo' && cause?.kind !== 'redo' && cause?.kind !== 'adopt';

function contextOf(draft: Draft, context: DecideContext): Omit<RuleContext, 'facts'> {
  return {
    before: draft.before,
    after: draft.after,
    actor: context.actor,
    now: context.now,
    today: context.today,
    isOwnUndo: context.isOwnUndo === true,
    changed: changedFields(draft),
    isDelete: draft.kind === 'delete',
  };
}

function settle(draft: Draft, facts: Facts, context: DecideContext): void {
  const { entity } = draft;
  if (!entity.settle || draft.kind === 'delete') return;
  for (let round = 0; round < maxSettleRounds; round++) {
    const seen = contextOf(draft, context);
    const loaded = facts.of(entity.needs?.(seen) ?? {});
    if (!loaded) return;
    const settled = withoutHidden(entity.settle({ ...seen, facts: loaded }), context, entity.name);
    const { after } = draft;
    if (Object.keys(settled).every((name) => jsonEquals(settled[name], after[name]))) return;
    draft.after = { ...after, ...settled };
  }
  throw new Error(`${entity.name} does not settle: its rules contradict each other.`);
}

/** What is hidden here follows from what the server holds. */
function withoutHidden(fields: FieldValues, context: DecideContext, entity: string): FieldValues {
  const hidden = context.isPartial === true ? hiddenFields(context.actor, entity) : [];
  return hidden.length === 0
    ? fields
    : Object.fromEntries(Object.entries(fields).filter(([name]) => !hidden.includes(name)));
}

/** One field may follow from another that itself follows (a stage from a pipeline), but not in a circle. */
const maxSettleRounds = 6;

/** Access, what is needed, and the rules: `judgeRecord` asks the same. */
export function judge(work: Work, draft: Draft, facts: Facts): void {
  const { context } = work;
  if (!judgeAccess(work, draft, facts)) return;
  const seen = contextOf(draft, context);
  judgeTeam(work, draft, facts);
  if (draft.kind !== 'delete') judgeFields(work, draft, seen.changed, facts);
  const rules = (draft.entity.rules ?? []).filter((rule) => (rule.on === 'delete') === (draft.kind === 'delete'));
  if (rules.length === 0) return;
  const loaded = facts.of(draft.entity.needs?.(seen) ?? {});
  if (!loaded) return;
  for (const rule of rules) {
    const watch = watchHidden(context, draft.entity.name);
    const shown = watch ? { ...seen, before: watch.watched(seen.before), after: watch.watched(seen.after) } : seen;
    const holds = rule.holds({ ...shown, facts: loaded });
    // What is hidden here the server will judge.
    if (!holds && watch?.hasGuessed() !== true) refuse(work, draft, rule.code, rule.message, rule.field);
  }
}

function judgeFields(work: Work, draft: Draft, changed: ReadonlySet<string>, facts: Facts): void {
  const { entity, after } = draft;
  const { actor, isPartial } = work.context;
  const hidden = isPartial === true ? hiddenFields(actor, entity.name) : [];
  for (const [name, field] of judgedFields(entity)) {
    if (hidden.includes(name)) continue;
    const value = after[name] ?? null;
    if (isEmptyValue(value)) {
      if (!field.required || (draft.kind === 'update' && !changed.has(name))) continue;
      // A value that was refused already is not also missing.
      const isRefused = work.refusals.some((refusal) => refusal.record === draft.id && refusal.field === name);
      if (!isRefused) refuse(work, draft, 'field-required', `${field.label ?? labelOf(name)} is needed.`, name);
    } else if ('target' in field && changed.has(name)) {
      const old = draft.before?.[name];
      const had: readonly unknown[] = Array.isArray(old) ? old : [old];
      for (const id of (Array.isArray(value) ? value : [value]) as readonly string[]) {
        if (had.includes(id)) continue;
        const target = facts.record(field.target, recordIdFrom(id));
        if (target === undefined) continue;
        if (!target || target.deletedAt !== null) {
          refuse(
            work,
            draft,
            'reference-missing',
            `${field.label ?? labelOf(name)} does not exist any more. Choose another.`,
            name,
          );
        }
      }
    }
  }
}

const judged = new WeakMap<Entity, readonly (readonly [name: string, field: FieldDefinition])[]>();

/** Those of which more is asked than that each value fits its kind. */
function judgedFields(entity: Entity): readonly (readonly [name: string, field: FieldDefinition])[] {
  let fields = judged.get(entity);
  if (!fields) {
    fields = Object.entries(entity.fields).filter(([, field]) => field.required === true || 'target' in field);
    judged.set(entity, fields);
  }
  return fields;
}

function addConsequences(work: Work, draft: Draft, facts: Facts, change: Change): void {
  const { entity } = draft;
  if (!entity.consequences) return;
  const seen = contextOf(draft, work.context);
  const loaded = facts.of(entity.needs?.(seen) ?? {});
  if (!loaded) return;
  const context: ConsequenceContext = {
    ...seen,
    facts: loaded,
    consequenceId: (rule) => recordIdFrom(uuidV8([change.id, rule, draft.id])),
  };
  const intentions: readonly Intention[] = entity.consequences(context);
  for (const intention of intentions) {
    applyIntention(work, intention, true);
    const made = work.drafts.get(draftKey(intention.entity, intention.id));
    if (made?.isConsequence) settle(made, facts, work.context);
  }
}

/** Records that follow this one are settled on it as it is now, whoever may see them: no rule can refuse what follows. */
function settleFollowers(work: Work, draft: Draft, facts: Facts): void {
  const followers = work.context.model.followersByEntity.get(draft.entity.name);
  if (!followers || !draft.before || draft.kind === 'delete') return;
  const changed = changedFields(draft);
  for (const { entity, field, watched } of followers) {
    if (draft.kind !== 'restore' && !watched.some((name) => changed.has(name))) continue;
    const where: Where = { field, op: 'eq', value: draft.id };
    const found = facts.list({ need: 'list', entity: entity.name, where, limit: maxWritesPerChange });
    if (!found) continue;
    if (found.length === maxWritesPerChange) {
      work.refusals.push({
        ...tooManyWrites(`more than ${maxWritesPerChange}`),
        entity: draft.entity.name,
        record: draft.id,
      });
      continue;
    }
    // All of them before the first is settled: what facts know of drafts is gathered anew when there are more.
    const drafts = found.map((record) => draftOf(work, entity, record, true));
    for (const follower of drafts) settle(follower, facts, work.context);
  }
}

function accepted(change: Change, context: DecideContext, drafts: readonly Draft[]): Judgement {
  const writes: Write[] = [];
  const events: DomainEvent[] = [];
  for (const draft of drafts) {
    const changed = [...changedFields(draft)];
    if (draft.before && changed.length === 0) continue;
    const { entity, id, before, kind, isConsequence } = draft;
    const after = before
      ? {
          ...draft.after,
          updatedAt: context.now,
          updatedBy: context.actor.member,
          stamps: stamp(before.stamps, changed, change.at),
        }
      : { ...draft.after, stamps: {} };
    writes.push({ entity: entity.name, id, kind, before, after, changed, isConsequence });
    const verb = { create: 'created', update: 'updated', delete: 'deleted', restore: 'restored' }[kind];
    events.push({ name: `${entity.name}.${verb}`, entity: entity.name, record: id });
    for (const event of entity.events ?? []) {
      if (event.happened(before, after)) events.push({ name: event.name, entity: entity.name, record: id });
    }
  }
  if (writes.length > maxWritesPerChange) {
    return { kind: 'refused', refusals: [tooManyWrites(String(writes.length))] };
  }
  // What is adopted has happened before, and the world was told then.
  return { kind: 'accepted', writes, events: change.cause?.kind === 'adopt' ? [] : events };
}

/** What rules add counts as well. */
const tooManyWrites = (count: string): Refusal => ({
  code: 'change-too-large',
  message: `One change can touch ${maxWritesPerChange} records; with what follows from it, this one touches ${count}. Split it.`,
});

function stamp(stamps: JsonObject, changed: readonly string[], at: string): JsonObject {
  const next: Record<string, string> = {};
  for (const name of changed) next[name] = at;
  return { ...stamps, ...next };
}
