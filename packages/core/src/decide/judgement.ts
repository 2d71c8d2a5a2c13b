import type { Need } from '../entity/need.ts';
import type { EntityRecord } from '../entity/record.ts';
import type { RecordId } from '../id/uuid.ts';
import type { Refusal } from '../refusal.ts';

/** What becomes of one record in one accepted change. */
export interface Write {
  readonly entity: string;
  readonly id: RecordId;
  readonly kind: 'create' | 'update' | 'delete' | 'restore';
  /** Null for a create. */
  readonly before: EntityRecord | null;
  readonly after: EntityRecord;
  /** Names of the fields whose value differs. */
  readonly changed: readonly string[];
  /** True for what a rule made, not the actor. */
  readonly isConsequence: boolean;
}

/** `<entity>.created`, `.updated`, `.deleted`, `.restored`, or one of the entity's own. */
export interface DomainEvent {
  readonly name: string;
  readonly entity: string;
  readonly record: RecordId;
}

/** `needs`: load these and ask again. Otherwise final. Every refusal is there, not the first only. */
export type Judgement =
  | { readonly kind: 'needs'; readonly needs: readonly Need[] }
  | { readonly kind: 'accepted'; readonly writes: readonly Write[]; readonly events: readonly DomainEvent[] }
  | { readonly kind: 'refused'; readonly refusals: readonly Refusal[] };
