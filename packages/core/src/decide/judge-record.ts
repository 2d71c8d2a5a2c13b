import type { Entity } from '../entity/entity.ts';
import { type Need, needKey } from '../entity/need.ts';
import type { EntityRecord } from '../entity/record.ts';
import { checkValue } from '../field/check-value.ts';
import { elementsOf } from '../field/field.ts';
import { recordIdFrom } from '../id/uuid.ts';
import type { Refusal } from '../refusal.ts';
import { refuse, type Work } from './apply-intention.ts';
import type { DecideContext } from './context.ts';
import { judge } from './decide.ts';
import type { Draft } from './draft.ts';
import { createFacts } from './facts.ts';

/** Empty refusals: the record may stand as it does. `needs`: load these and ask again. */
export type RecordJudgement =
  | { readonly kind: 'needs'; readonly needs: readonly Need[] }
  | { readonly kind: 'judged'; readonly refusals: readonly Refusal[] };

/**
 * Judges a record as it stands: its values, what it must have, that what it refers to exists (in the bin or not), and its
 * entity's rules. Nothing is settled and nothing follows.
 */
export function judgeRecord(entity: Entity, record: EntityRecord, context: DecideContext): RecordJudgement {
  const draft: Draft = {
    entity,
    id: record.id,
    before: record,
    after: record,
    // What is needed is asked of a create only.
    kind: 'create',
    isConsequence: false,
    named: new Set(),
  };
  const drafts = new Map<string, Draft>();
  const refusals: Refusal[] = [];
  const missing = new Map<string, Need>();
  const facts = createFacts(context, drafts, (need) => missing.set(needKey(need), need));
  const work: Work = { context, drafts, refusals, record: facts.record };
  for (const [name, field] of Object.entries(entity.fields)) {
    const value = record[name] ?? null;
    const checked = checkValue(field, value, context);
    if (!checked.ok) refuse(work, draft, checked.error.code, checked.error.message, name);
    else if (field.kind === 'reference' || field.kind === 'references') {
      const ids = typeof value === 'string' ? [value] : elementsOf(value);
      for (const id of ids) {
        if (facts.record(field.target, recordIdFrom(id)) !== null) continue;
        refuse(
          work,
          draft,
          'reference-missing',
          `${field.label ?? name} refers to a record that does not exist.`,
          name,
        );
      }
    }
  }
  judge(work, draft, facts);
  return missing.size > 0 ? { kind: 'needs', needs: [...missing.values()] } : { kind: 'judged', refusals };
}
