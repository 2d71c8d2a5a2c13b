import type { Intention } from '../change/change.ts';
import type { FieldDefinitions, FieldValue } from '../field/field.ts';
import type { RecordId } from '../id/uuid.ts';
import type { Actor } from '../permission/actor.ts';
import type { FactsOf, Needs } from './need.ts';
import type { EntityRecord, RecordOf } from './record.ts';

/** What a rule looks at. `before` is null for a create. For a delete, `after.deletedAt` is set. */
export interface RuleContext<R = EntityRecord, Facts = Readonly<Record<string, unknown>>> {
  readonly before: R | null;
  readonly after: R;
  readonly actor: Actor;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** In the workspace's time zone, `YYYY-MM-DD`. */
  readonly today: string;
  /** The actor takes back an own change of the last day that nobody built upon: rights to go back are not asked. */
  readonly isOwnUndo: boolean;
  readonly facts: Facts;
  /** Names of the fields whose value differs between before and after. */
  readonly changed: ReadonlySet<string>;
  readonly isDelete: boolean;
}

/**
 * A law of the entity. Declared with method syntax so that a rule written for `RecordOf<F>` is also a rule of the
 * generic `Entity`.
 */
export interface Rule<R = EntityRecord, Facts = Readonly<Record<string, unknown>>> {
  /** Stable, kebab-case. */
  readonly code: string;
  /** The field a form marks. */
  readonly field?: string;
  /** A plain sentence that says what is wrong and what to do. */
  readonly message: string;
  /** Default: creates, updates and restores. `delete` rules judge deletes only. */
  readonly on?: 'write' | 'delete';
  holds(context: RuleContext<R, Facts>): boolean;
}

export interface ConsequenceContext<R = EntityRecord, Facts = Readonly<Record<string, unknown>>>
  extends RuleContext<R, Facts> {
  /** The id of the record that this consequence makes; deterministic for (change, rule, target). */
  readonly consequenceId: (rule: string) => RecordId;
}

export interface EntityViews {
  /** A required or settled `text` field: how a record is called. */
  readonly title: string;
  /** Columns of the list, in order. */
  readonly list: readonly string[];
  /** Default order of the list. */
  readonly sort?: { readonly field: string; readonly direction: 'asc' | 'desc' };
  readonly board?: {
    /** A reference or choice field whose values are the columns. */
    readonly by: string;
    readonly order: string;
    /** Summed per column. */
    readonly amount?: string;
    /** Fields shown on a card under the title. */
    readonly card: readonly string[];
  };
  readonly form: readonly string[];
}

/** How an event is named beside `<entity>.created|updated|deleted`. */
export interface EntityEvent<R = EntityRecord> {
  readonly name: string;
  happened(before: R | null, after: R): boolean;
}

interface EntityDeclaration<R, Facts, N extends Needs> {
  /** Singular, camelCase, e.g. `dealLine`. */
  readonly name: string;
  /** Also the module name in permission strings, e.g. `deals.read`. */
  readonly plural: string;
  readonly label: string;
  readonly labelPlural: string;
  /** Other names in exports and in REST. */
  readonly aliases?: readonly string[];
  /**
   * Other systems' words for records of this kind, `{ prospecting: 'Qualification' }`: keys folded, values titles.
   * An import takes them when nothing has that title.
   */
  readonly importSynonyms?: Readonly<Record<string, string>>;
  /** A lucide icon's name. */
  readonly icon?: string;
  /** In navigation and global search; `part` entities are shown only inside others. */
  readonly place: 'main' | 'settings' | 'part';
  /** References to the records it belongs to: it is visible with them and shown in their timeline. */
  readonly visibleWith?: readonly string[];
  /** Records are made once and never edited. */
  readonly isAppendOnly?: boolean;
  /** Everybody of the workspace may read it, whatever their scope (stages, tags, members). */
  readonly isReferenceData?: boolean;
  /** Groups of fields indexed together, e.g. `[['stage', 'boardOrder']]`; list fields count one by one. */
  readonly indexes?: readonly (readonly string[])[];
  needs?(context: Omit<RuleContext<R, never>, 'facts'>): N;
  /** Fields that follow from others in the same record; judged by the rules afterwards. */
  settle?(context: RuleContext<R, Facts>): { readonly [field: string]: FieldValue };
  readonly rules?: readonly Rule<R, Facts>[];
  consequences?(context: ConsequenceContext<R, Facts>): readonly Intention[];
  readonly events?: readonly EntityEvent<R>[];
  readonly views: EntityViews;
}

/** What `defineEntity` takes. */
export interface EntityInput<F extends FieldDefinitions, N extends Needs>
  extends EntityDeclaration<RecordOf<F>, FactsOf<N>, N> {
  readonly fields: F;
}

/** An entity as generic code sees it. `fields` includes the system fields. */
export interface Entity extends EntityDeclaration<EntityRecord, Readonly<Record<string, unknown>>, Needs> {
  readonly fields: FieldDefinitions;
}

/** An entity that remembers its fields' types, for `load(stage, …)` in another entity's needs. */
export interface EntityOf<F extends FieldDefinitions> extends Entity {
  readonly ownFields: F;
}
