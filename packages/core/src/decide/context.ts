import type { CalendarDate, WeekStart } from '../date/calendar-date.ts';
import type { Model } from '../entity/model.ts';
import type { Need } from '../entity/need.ts';
import type { EntityRecord } from '../entity/record.ts';
import type { ValueContext } from '../field/check-value.ts';
import type { RecordId } from '../id/uuid.ts';
import type { Actor } from '../permission/actor.ts';

/** What has been loaded so far. `undefined` means "not loaded": `decide` then asks for it. `null` means "there is none". */
export interface Known {
  record(entity: string, id: RecordId): EntityRecord | null | undefined;
  count(need: Extract<Need, { need: 'count' }>): number | undefined;
  first(need: Extract<Need, { need: 'first' }>): EntityRecord | null | undefined;
  list(need: Extract<Need, { need: 'list' }>): readonly EntityRecord[] | undefined;
}

/** Everything a judgement depends on besides the change. */
export interface DecideContext extends ValueContext {
  readonly model: Model;
  readonly actor: Actor;
  readonly known: Known;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly today: CalendarDate;
  readonly timeZone: string;
  readonly weekStart: WeekStart;
  /** The rows are those of a device that holds no more than the actor may read: what is hidden is empty here. */
  readonly isPartial?: boolean;
  /** See `RuleContext.isOwnUndo`; the caller has checked it. */
  readonly isOwnUndo?: boolean;
}
