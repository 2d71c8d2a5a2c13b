import type { FieldValues, Intention } from '../change/change.ts';
import type { FieldDefinitions, FieldValue } from '../field/field.ts';
import type { RecordId } from '../id/uuid.ts';
import type { Actor } from '../permission/actor.ts';
import type { Where } from '../where/where.ts';
import type { EntityImport, ImportLog } from './entity-import.ts';
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
  /** A choice or yes/no field by which the list is narrowed with one click. */
  readonly segment?: EntitySegment;
  /** A choice field that says of what sort a record is, with a lucide icon's name for each choice. */
  readonly variant?: { readonly by: string; readonly icons: Readonly<Record<string, string>> };
  /** A moment that places the record in a timeline. Default: when it was made. */
  readonly happenedAt?: string;
  /** Fields whose value should be one record's alone: while one types, a form names the others that have it. */
  readonly unique?: readonly string[];
  readonly formWith?: FormWith;
  /** A record that tells somebody at a moment. */
  readonly reminds?: EntityReminder;
  /** Parts of the list with a name and a place of their own, such as customers among companies. */
  readonly subsets?: readonly EntitySubset[];
}

/** When a record reminds whom; see `dueReminders`. */
export interface EntityReminder {
  /** The moment; a snooze moves it, an empty one reminds nobody. */
  readonly at: string;
  /** A reference to the member who is reminded. */
  readonly who: string;
  /** What says that there is nothing to be reminded of any more, and what Done sets to say so. */
  readonly done: { readonly where: Where; readonly fields: FieldValues };
}

export interface EntitySegment {
  readonly field: string;
  /** Of a yes/no field: what the two are called. */
  readonly yes?: string;
  readonly no?: string;
}

/** A second record that the create form makes in the same change, each referring to the other. */
export interface FormWith {
  readonly entity: string;
  /** Heading of its part of the form. */
  readonly label: string;
  /** The field of this entity after which that part stands. */
  readonly after: string;
  /** The second record's fields that the form asks for; when none is filled, no second record is made. */
  readonly fields: readonly string[];
  /** The field of this entity that then refers to the second record. */
  readonly refers: string;
  /** The second record's field that then refers back. */
  readonly refersBack: string;
}

export interface EntitySubset {
  /** In the address, e.g. `customers`. */
  readonly name: string;
  readonly label: string;
  readonly labelPlural: string;
  readonly icon?: string;
  readonly where: Where;
  /** What a record made there gets. */
  readonly preset: FieldValues;
}

/**
 * Something to do with a record that is more than editing it. Pure data for one change: whoever offers it asks for the
 * answers, commits the intentions, and leaves the judgement to `decide`.
 */
export interface EntityAction {
  readonly name: string;
  /** On the button, e.g. `Convert`. */
  readonly label: string;
  /** What was done, for Undo, e.g. `Lead converted`. */
  readonly done: string;
  readonly icon?: string;
  /** What is asked first, like the fields of a form. */
  readonly asks: FieldDefinitions;
  /** References among `asks` that a record of the same title answers: the ask, and this record's field with the title. */
  readonly answeredByTitle?: Readonly<Record<string, string>>;
  isOffered(record: EntityRecord): boolean;
  /** First answers. */
  suggest(record: EntityRecord): FieldValues;
  /** @param newId gives UUIDs of version 7 */
  intentions(record: EntityRecord, answers: FieldValues, newId: () => RecordId): readonly Intention[];
}

/** How an event is named beside `<entity>.created|updated|deleted`. */
export interface EntityEvent<R = EntityRecord> {
  readonly name: string;
  happened(before: R | null, after: R): boolean;
}

/** The fields of an entity that shares records; `right` is a choice of `read` and `write`. */
export interface ShareFields {
  /** Texts: the name of the shared record's entity, and its id. */
  readonly entity: string;
  readonly record: string;
  /** References to whom it is shared with, one of them filled. */
  readonly member: string;
  readonly team: string;
  readonly right: string;
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
  readonly import?: EntityImport;
  /** Every import leaves a record of this entity, and no file brings one. */
  readonly importLog?: ImportLog;
  /** A lucide icon's name. */
  readonly icon?: string;
  /** In navigation and global search; `part` entities are shown only inside others. */
  readonly place: 'main' | 'settings' | 'part';
  /** References to the records it belongs to: it is visible with them and shown in their timeline. */
  readonly visibleWith?: readonly string[];
  /** Each of its records gives somebody access to another record, of any entity. */
  readonly shares?: ShareFields;
  /**
   * When two workspaces become one, records of both are one and the same when the fields of one of these lists are equal
   * and filled: seeds by their keys, colleagues by mail. Of a list field one common element is enough.
   */
  readonly matchedBy?: readonly (readonly string[])[];
  /** Records are made once and never edited. */
  readonly isAppendOnly?: boolean;
  /** Everybody of the workspace may read it, whatever their scope (stages, tags, members). */
  readonly isReferenceData?: boolean;
  /** Groups of fields indexed together, e.g. `[['stage', 'boardOrder']]`; list fields count one by one. */
  readonly indexes?: readonly (readonly string[])[];
  /**
   * References whose record decides over fields of this one, with the fields there that do: `{ deal: ['status'] }`. When
   * one of them changes, or that record comes back from the bin, this record is settled anew in the same change.
   */
  readonly follows?: Readonly<Record<string, readonly string[]>>;
  /**
   * The reference to an assignment rule by which the server chooses the owner when it is set, and the stage of type
   * `open` that says that a record is still work.
   */
  readonly assigned?: { readonly by: string; readonly openStage: string };
  needs?(context: Omit<RuleContext<R, never>, 'facts'>): N;
  /** Fields that follow from others in the same record; judged by the rules afterwards. */
  settle?(context: RuleContext<R, Facts>): { readonly [field: string]: FieldValue };
  readonly rules?: readonly Rule<R, Facts>[];
  consequences?(context: ConsequenceContext<R, Facts>): readonly Intention[];
  readonly events?: readonly EntityEvent<R>[];
  readonly actions?: readonly EntityAction[];
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
