import type {
  AggregateQuery,
  AggregateRow,
  Board,
  BoardQuery,
  FieldValue,
  Intention,
  JsonObject,
  Page,
  PageQuery,
  Picked,
  RecordDetail,
  Refusal,
  Result,
  SearchHit,
  TimelinePlace,
  Where,
} from '@satchel/core';

/**
 * Everything a window can ask of the backend, generic over entities. One line per method: parameters and answer. The
 * names are the wire's names; parameters are parsed on arrival.
 */
export interface Api {
  /** What to show first, and who is here. */
  'workspace.status': { params: Record<never, never>; answer: WorkspaceStatus };
  /** Sets an empty workspace up: pipelines and the user as owner. */
  'workspace.create': {
    params: { name: string; userName: string; currency: string; country: string; withSample: boolean };
    answer: Result<{ group: string | null }, readonly Refusal[]>;
  };
  'workspace.rename': { params: { name: string }; answer: Result<null, readonly Refusal[]> };

  'records.page': { params: PageQuery; answer: Page & WithUnsent };
  /** With a search at most `maxCountedMatches` + 1, which means more than that. */
  'records.count': { params: { entity: string; where: Where; search?: string }; answer: number };
  'records.get': { params: { entity: string; id: string }; answer: (RecordDetail & WithUnsent) | null };
  /** Titles of records by id, for cells and chips; at most 500. One that may not be read is called like one that is gone. */
  'records.titles': { params: { entity: string; ids: readonly string[] }; answer: Readonly<Record<string, string>> };
  /** Records to pick from, best match first; an empty text gives the newest. */
  'records.pick': { params: { entity: string; text: string; limit: number }; answer: readonly Picked[] };
  'records.board': { params: BoardQuery; answer: Board & WithUnsent };
  'records.aggregate': { params: AggregateQuery; answer: readonly AggregateRow[] };
  /** What belongs to a record and its own history, newest first. */
  'records.timeline': {
    params: { entity: string; id: string; before?: TimelinePlace; limit: number };
    answer: readonly TimelineItem[];
  };
  'records.history': { params: { entity: string; id: string; limit: number }; answer: readonly HistoryLine[] };
  /** Records of other entities that refer to this one. */
  'records.related': { params: { entity: string; id: string }; answer: readonly Related[] };

  'search.global': { params: { text: string; limit: number }; answer: readonly SearchHit[] };

  /** The one write door. */
  'changes.commit': {
    params: { intentions: readonly Intention[]; label?: string };
    answer: Result<Committed, readonly Refusal[]>;
  };
  /** Judges each plan as `changes.commit` would, and writes nothing: what would be refused, none when nothing. */
  'changes.check': {
    params: { plans: readonly (readonly Intention[])[] };
    answer: readonly (readonly Refusal[])[];
  };
  /** Takes back a change or a group, by its id. */
  'changes.undo': { params: { id: string }; answer: Result<Committed, readonly Refusal[]> };
  /** The newest steps of this user, for Undo. */
  'changes.recent': {
    params: { limit: number };
    answer: readonly { id: string; label: string | null; at: number; writes: number; isUndone: boolean }[];
  };

  /** Files go up in parts of at most 1 MiB; a path is for hosts that can read folders themselves. */
  'import.begin': { params: Record<never, never>; answer: { job: string } };
  'import.addFilePart': { params: { job: string; file: string; part: Uint8Array; isLast: boolean }; answer: null };
  /**
   * `plan`: as far as the user has changed it; a file in it without columns is mapped anew to its entity. The backend
   * keeps the whole plan: of the values of each column it answers the first `shownValues`, and takes a plan back as what
   * is decided about those that are in it.
   */
  'import.analyse': {
    params: { job: string; options?: ImportOptions; plan?: ImportPlan };
    answer: Result<ImportPlan, readonly Refusal[]>;
  };
  /** More values of a column than are in the plan, those that match nothing first. */
  'import.values': {
    params: { job: string; file: string; column: string; offset: number; limit: number };
    answer: Pick<ImportPlan, 'unresolved' | 'known'>;
  };
  /** Decides about every value of a column that matches nothing, also those that are not in the plan. */
  'import.decideAll': {
    params: { job: string; plan: ImportPlan; file: string; column: string; decision: DecisionOfAll };
    answer: ImportPlan;
  };
  /** The first rows of each file as the plan would write them. */
  'import.preview': {
    params: { job: string; plan: ImportPlan };
    answer: Result<readonly FilePreview[], readonly Refusal[]>;
  };
  'import.run': { params: { job: string; plan: ImportPlan }; answer: Result<ImportSummary, readonly Refusal[]> };
  'import.cancel': { params: { job: string }; answer: null };
  /** The refused rows with a `reason` column, as CSV. */
  'import.refusedRows': { params: { job: string }; answer: string };
  /** The sample data's CSV files, imported through the same door. */
  'import.sample': { params: Record<never, never>; answer: Result<ImportSummary, readonly Refusal[]> };

  'export.csv': {
    params: { entity: string; where: Where; search?: string; fields: readonly string[] };
    answer: string;
  };

  /** How the workspace and its server stand to each other. */
  'sync.status': { params: Record<never, never>; answer: SyncStatus };
  /**
   * Meets a server. One that is not set up yet joins the organization, which is to be named when the user has several. A
   * workspace that was made here becomes an organization there; when the user has some already, they are to say `new`,
   * or which one it is brought into: that one is then opened beside it, see `merge.status`.
   */
  'sync.connect': {
    params: {
      address: string;
      email: string;
      password: string;
      /** Whether there is an account, is to be one, or an invitation's token says who this is. */
      as: 'account' | 'new' | 'invited';
      invitation?: string;
      name?: string;
      organization?: string;
    };
    answer: Result<
      {
        /** Which one it is to be; empty: it is done. */
        choose: readonly { id: string; name: string }[];
        /** Or it becomes one of its own, by `new`. */
        canBeNew: boolean;
      },
      readonly Refusal[]
    >;
  };
  /** Stays what it is, and neither sends nor receives until somebody signs in. */
  'sync.signOut': { params: Record<never, never>; answer: null };
  /** Neither sends nor receives until it goes on, or the app starts again. */
  'sync.pause': { params: { isPaused: boolean }; answer: null };
  /** Sends and receives now; says whether everything that the user may see is then on this device, and nothing waits. */
  'sync.prepare': { params: Record<never, never>; answer: Result<null, readonly Refusal[]> };
  /** What waits to be sent, the oldest first and at most so many, and how much room the workspace takes. */
  'sync.queue': { params: { limit: number }; answer: SyncQueue };
  /** Edits that the server refused, or that a later one won over, the newest first. */
  'sync.attention': { params: Record<never, never>; answer: readonly AttentionItem[] };
  /** Makes a change that answers one of them, which is forgotten with it. A refusal leaves both as they are. */
  'sync.repair': {
    params: { change: string; intentions: readonly Intention[]; label: string };
    answer: Result<Committed, readonly Refusal[]>;
  };
  /** What one of them asked for, as records of their own with new ids; nothing is written. */
  'sync.asNew': { params: { change: string }; answer: readonly Intention[] };
  /** Forgets one of them: what the server has stays. */
  'sync.dismiss': { params: { change: string }; answer: null };
  /** Brings back what was dismissed since the app started. */
  'sync.undismiss': { params: { change: string }; answer: null };

  /** The user's account at the server, and who may see the workspace by it. */
  'account.get': { params: Record<never, never>; answer: Result<AccountView, readonly Refusal[]> };
  'account.rename': { params: { firstName: string; lastName: string }; answer: Result<null, readonly Refusal[]> };
  /** Adds a colleague. The link is what they join by; null: the server has mailed it to them. */
  'account.invite': {
    params: { email: string; name: string; role: WorkspaceStatus['role'] };
    answer: Result<{ link: string | null }, readonly Refusal[]>;
  };
  /** Signs a device out at once, whose copy of the workspace is then erased. */
  'account.revoke': { params: { device: string }; answer: Result<null, readonly Refusal[]> };

  /** What is being brought into this workspace; null: nothing is. */
  'merge.status': { params: Record<never, never>; answer: MergeStatus | null };
  /** Begins to bring in another workspace of this device, one that lives there alone. Nothing is written to either yet. */
  'merge.begin': { params: { id: string }; answer: Result<null, readonly Refusal[]> };
  /** What is on both sides and what would come of it; of each entity at most so many pairs. */
  'merge.plan': { params: { limit: number }; answer: Result<MergeView, readonly Refusal[]> };
  /** Keeps what was decided so far, also over a restart. */
  'merge.decide': { params: { decisions: MergeDecisions }; answer: null };
  /** Writes it as was decided. Nothing of it is sent before all of it is written; it goes on where it was broken off. */
  'merge.run': { params: Record<never, never>; answer: Result<MergeSummary, readonly Refusal[]> };
  /** Takes back what was written and not sent, and brings nothing in. */
  'merge.cancel': { params: Record<never, never>; answer: Result<null, readonly Refusal[]> };

  /**
   * What a window shows now, said again within a minute for as long as it does; null: no record. The answer is who else
   * is known to look at it.
   */
  'presence.look': {
    params: {
      /** Of its own choice, a UUID. */
      window: string;
      at: { entity: string; id: string; isEditing: boolean } | null;
    };
    answer: PresenceOfRecord['others'];
  };

  /** The workspaces of this device. */
  'workspaces.list': {
    params: Record<never, never>;
    answer: {
      readonly workspaces: readonly KnownWorkspaceLine[];
      readonly canAdd: boolean;
      /** What became of the one that was open before, when it was removed. */
      readonly notice: string | null;
    };
  };
  /** Opens another one; every window begins anew with it. */
  'workspaces.open': { params: { id: string }; answer: Result<null, readonly Refusal[]> };
  /** Opens a new one, which is to be set up. */
  'workspaces.add': { params: Record<never, never>; answer: Result<null, readonly Refusal[]> };
  /** Removes the open one from this device: its file, keys and copies, and what was not sent. */
  'workspaces.wipe': { params: Record<never, never>; answer: Result<null, readonly Refusal[]> };
  /** Removes another one in the same way. */
  'workspaces.remove': { params: { id: string }; answer: Result<null, readonly Refusal[]> };

  'settings.get': { params: Record<never, never>; answer: JsonObject };
  'settings.set': { params: { key: string; value: import('@satchel/core').JsonValue }; answer: null };
}

/** How far the matches of a search are counted. */
export const maxCountedMatches = 10_000;

export type Method = keyof Api;
export type Params<M extends Method> = Api[M]['params'];
export type Answer<M extends Method> = Api[M]['answer'];

/** What the backend says without being asked. */
export interface Announcements {
  /** Records changed; views of these entities ask again. `records` is absent when there were too many to name. */
  changed: {
    readonly entities: readonly string[];
    readonly records?: readonly { readonly entity: string; readonly id: string }[];
  };
  'import.progress': ImportProgress;
  /** Who else looks at a record that a window shows. */
  presence: PresenceOfRecord;
  /** Another workspace is open: windows begin anew, at this place of it. */
  reopened: { readonly to: string };
  /** The state of the connection is another now. */
  sync: Record<never, never>;
  /** The backend is closing or lost its database; a sentence for the user. */
  trouble: { readonly message: string };
}

export type Announcement = keyof Announcements;

export interface WorkspaceStatus {
  readonly state: 'new' | 'ready';
  readonly name: string;
  /** The user's own member record. */
  readonly me: string;
  readonly role: 'owner' | 'admin' | 'manager' | 'member';
  readonly currency: string;
  readonly country: string;
  readonly timeZone: string;
  /** 0 is Sunday. */
  readonly weekStart: 0 | 1 | 6;
  readonly host: 'electron' | 'browser';
  /** The group of the sample data's import while it can still be taken back. */
  readonly sampleGroup: string | null;
  readonly version: string;
}

/** Other members who look at a record now. */
export interface PresenceOfRecord {
  readonly entity: string;
  readonly id: string;
  readonly others: readonly { readonly member: string; readonly isEditing: boolean }[];
}

/** A workspace of this device. */
export interface KnownWorkspaceLine {
  readonly id: string;
  readonly name: string;
  /** The address of its server; null: it is connected to none. */
  readonly server: string | null;
  readonly isOpen: boolean;
}

/** What an answer with records says of them besides. */
export interface WithUnsent {
  /** The ids of those with changes that the server has not confirmed. */
  readonly unsent: readonly string[];
}

/** How the workspace and its server stand to each other. */
export type ConnectionState =
  /** It never met a server. */
  | 'alone'
  /** The first rows are on their way. */
  | 'loading'
  | 'online'
  /** The server does not answer; it is tried again. */
  | 'offline'
  /** By the user. */
  | 'paused'
  | 'signed-out'
  /** The user is no longer a member: what waited was sent, and the rows are to go. */
  | 'removed'
  /** The server no longer understands this version. */
  | 'outdated'
  /** The organization's account does not sync at present. */
  | 'closed';

export interface SyncStatus {
  readonly state: ConnectionState;
  /** A sentence when something is in the way. */
  readonly trouble: string | null;
  readonly account: { readonly address: string; readonly email: string; readonly organizationName: string } | null;
  /** Changes that the server has not judged yet. */
  readonly waiting: number;
  /** Edits that wait for the user to decide. */
  readonly attention: number;
  /** When it was the same as the server last, since the app started; milliseconds since 1970. */
  readonly syncedAt: number | null;
}

export interface SyncQueue {
  readonly waiting: readonly WaitingChange[];
  /** Of the workspace’s file, its log and its copies. */
  readonly sizeBytes: number;
}

/** A change that the server has not judged. */
export interface WaitingChange {
  readonly change: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** What its user did, in words. */
  readonly label: string;
  /** The record that it is about first, as it is called now. */
  readonly about: { readonly entity: string; readonly id: string; readonly title: string } | null;
  /** How many others it touches. */
  readonly others: number;
}

/** As whom the user is known at the server. */
export interface AccountView {
  readonly email: string;
  readonly isVerified: boolean;
  readonly firstName: string;
  readonly lastName: string;
  readonly role: WorkspaceStatus['role'];
  readonly devices: readonly {
    readonly device: string;
    /** As its machine is called; may be empty. */
    readonly name: string;
    readonly isThis: boolean;
    readonly isOwn: boolean;
    readonly isRevoked: boolean;
    /** Milliseconds since 1970. */
    readonly seenAt: number;
  }[];
}

/** A workspace that was made here alone on its way into this one. */
export interface MergeStatus {
  /** The workspace of this device that is brought in, and what it is called. */
  readonly from: string;
  readonly name: string;
  /**
   * `loading`: this one is not whole yet, so that nothing can be compared. `interrupted`: a part is written, and nothing
   * is sent until it goes on or is given up.
   */
  readonly phase: 'loading' | 'deciding' | 'writing' | 'interrupted';
  /** While it writes: records done, of how many. */
  readonly done: number;
  readonly total: number;
}

/** Whether two records become one. */
export type OneOrTwo = 'one' | 'two';

export interface MergeDecisions {
  /** By the id of a member there: who it is here, or a new one without a login. */
  readonly members: Readonly<Record<string, string>>;
  /** By entity, for all pairs that are not decided one by one; default: one. */
  readonly bulk: Readonly<Record<string, OneOrTwo>>;
  /** By entity and id there, such as `contact/0199…`. */
  readonly pairs: Readonly<Record<string, OneOrTwo>>;
  /** By entity and id there: fields in which what is there counts. */
  readonly ours: Readonly<Record<string, readonly string[]>>;
}

export interface MergeView {
  readonly decisions: MergeDecisions;
  readonly members: readonly {
    readonly id: string;
    readonly name: string;
    /** Who it is here; null: nobody yet. */
    readonly to: string | null;
    /** Undecided ones are asked for. */
    readonly isAsked: boolean;
  }[];
  /** Whom a member there can be. */
  readonly colleagues: readonly { readonly id: string; readonly name: string }[];
  /** Members can be added without a login. */
  readonly canAddMembers: boolean;
  /** By entity: how many there are on both sides, how many are one and the same for sure, and come already. */
  readonly entities: readonly {
    readonly entity: string;
    readonly there: number;
    readonly here: number;
    readonly matched: number;
  }[];
  readonly pairs: readonly {
    readonly entity: string;
    readonly count: number;
    /** The first of them. */
    readonly shown: readonly MergePairView[];
  }[];
}

/** Two records that probably are the same. */
export interface MergePairView {
  readonly id: string;
  readonly to: string;
  readonly titleThere: string;
  readonly titleHere: string;
  /** By what they look the same, such as `E-mail`. */
  readonly by: string;
  /** In what they contradict each other. */
  readonly differences: readonly {
    readonly field: string;
    readonly label: string;
    readonly there: string | null;
    readonly here: string | null;
  }[];
}

export interface MergeSummary {
  /** The group: one undo takes all of it back. */
  readonly group: string;
  readonly made: number;
  /** Records that were here and got something. */
  readonly filled: number;
  readonly refused: number;
  /** The first 100 of what was not taken, with why; all of it is still in the other workspace. */
  readonly refusals: readonly { readonly entity: string; readonly title: string; readonly reason: string }[];
}

/** An edit that ended otherwise than its user meant, with those that were built upon it. */
export interface AttentionItem {
  /** By which it is repaired and dismissed. */
  readonly change: string;
  readonly kind: 'refused' | 'superseded';
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Why, one sentence each. */
  readonly reasons: readonly string[];
  readonly edits: readonly AttentionEdit[];
}

/** What was asked of one record. */
export interface AttentionEdit {
  readonly title: string;
  /** Whether the record is here, in the bin, not to be seen (any more), or was to be made by this. */
  readonly place: 'here' | 'bin' | 'gone' | 'new';
  /** To be made again, on the rows of now. */
  readonly intention: Intention;
  readonly lines: readonly AttentionLine[];
}

/** One field: what was typed and what the server has, written for people. */
export interface AttentionLine {
  readonly field: string;
  readonly label: string;
  /** Null: made empty. */
  readonly value: string | null;
  /** `undefined`: it is the same, or not known here. */
  readonly held?: string | null;
}

export interface TimelineItem extends TimelinePlace {
  readonly kind: 'record' | 'history';
  readonly entity: string;
  readonly id: string;
  readonly title: string;
  /** The record's choice in its entity's `views.variant`. */
  readonly variant: string | null;
  readonly text: string | null;
  readonly actor: string | null;
  readonly changes: readonly FieldChangeLine[];
}

export interface FieldChangeLine {
  readonly field: string;
  readonly label: string;
  /** Written for people; null for empty. */
  readonly before: string | null;
  readonly after: string | null;
}

export interface HistoryLine {
  readonly changeId: string;
  readonly at: number;
  readonly actor: string;
  readonly cause: string | null;
  readonly kind: 'create' | 'update' | 'delete' | 'restore';
  readonly changes: readonly FieldChangeLine[];
}

export interface Related {
  readonly entity: string;
  readonly field: string;
  readonly label: string;
  readonly count: number;
}

export interface Committed {
  /** Undo takes this back. */
  readonly id: string;
  readonly records: readonly { readonly entity: string; readonly id: string }[];
  /** Undo only: values that somebody changed since and that were therefore left. */
  readonly left: readonly { readonly entity: string; readonly id: string; readonly field: string }[];
}

/** How one import is to be read. Everything has a guess; the wizard shows and changes it. */
export interface ImportOptions {
  readonly currency?: string;
  readonly country?: string;
  readonly decimal?: '.' | ',' | 'auto';
  /** Suggestions at or above this score are taken without asking; 1 asks always. */
  readonly acceptFrom?: number;
  /** Other names of the tool's data, e.g. `{ "Engaging": "Negotiation" }`. */
  readonly valueByName?: Readonly<Record<string, string>>;
}

/** How many values of each column a plan brings to the window. */
export const shownValues = 50;

/** `suggestion`: each value becomes what it is most like, when it is like anything. */
export type DecisionOfAll = 'create' | 'empty' | 'suggestion';

export interface ImportPlan {
  readonly files: readonly FilePlan[];
  /** Files that are left out because they cannot be read, and why. */
  readonly unreadable: readonly UnreadableFile[];
  /** Of each column with values to decide about, how many there are in all. */
  readonly counts: readonly ValueCounts[];
  readonly unresolved: readonly UnresolvedValue[];
  readonly known: readonly KnownValue[];
  readonly options: Required<ImportOptions>;
}

export interface FilePlan {
  readonly file: string;
  readonly encoding: string;
  readonly delimiter: string;
  readonly rows: number;
  /** The entity the rows become; null: the file is left out. */
  readonly entity: string | null;
  readonly columns: readonly ColumnPlan[];
  /** The column that recognises a row when it is imported again. */
  readonly keyColumn: string | null;
  /** Plain sentences: what is odd about the file. */
  readonly warnings: readonly string[];
}

export interface ColumnPlan {
  readonly column: string;
  /** The field it fills; null: left out. */
  readonly field: string | null;
  readonly dateFormat: 'iso' | 'mdy' | 'dmy' | 'ymd' | null;
  /** Reference columns: a value that matches nothing becomes a new record. */
  readonly createsMissing: boolean;
  readonly score: number;
  /** What its values can be read as, when that is a short list: choices, stages, products. Else empty. */
  readonly names: readonly string[];
  /** Whether a record can be made of a value alone. */
  readonly canCreate: boolean;
  /** A few of its cells. */
  readonly examples: readonly string[];
}

export interface UnreadableFile {
  readonly file: string;
  readonly reason: string;
}

export interface ValueCounts {
  readonly file: string;
  readonly column: string;
  readonly unresolved: number;
  readonly known: number;
}

/** A value that names a record or choice and matches none, once for each, however many rows have it. */
export interface UnresolvedValue {
  readonly file: string;
  readonly column: string;
  readonly value: string;
  readonly rows: number;
  readonly suggestion: string | null;
  /** 0 to 1. */
  readonly score: number;
  /** What is to be done: a known value, `create`, or `empty`. */
  readonly decision: { readonly use: string } | 'create' | 'empty';
}

/** A value of a column of choices or stages that has a meaning, and which; changeable. */
export interface KnownValue {
  readonly file: string;
  readonly column: string;
  readonly value: string;
  readonly rows: number;
  readonly decision: { readonly use: string } | 'empty';
}

export interface FilePreview {
  readonly file: string;
  /** The fields that its columns fill. */
  readonly fields: readonly string[];
  readonly rows: readonly PreviewRow[];
  readonly titles: Page['titles'];
}

export interface PreviewRow {
  readonly line: number;
  /** `stays`: its record was deleted and stays so. */
  readonly becomes: 'create' | 'update' | 'refused' | 'stays';
  /** By field; absent: empty. */
  readonly values: Readonly<Record<string, FieldValue>>;
  /** Why it is refused. */
  readonly reason: string | null;
}

export interface ImportProgress {
  readonly job: string;
  /** `copying`: the workspace, as it is before; `keeping`: what was written, which cannot be cancelled any more. */
  readonly stage: 'reading' | 'copying' | 'writing' | 'keeping' | 'done' | 'cancelled';
  readonly done: number;
  readonly total: number;
}

export interface ImportSummary {
  /** The group: one undo takes all of it back. */
  readonly group: string;
  readonly created: Readonly<Record<string, number>>;
  readonly updated: Readonly<Record<string, number>>;
  readonly unchanged: Readonly<Record<string, number>>;
  readonly refused: number;
  /** The first 100 refused rows; all are in the CSV. */
  readonly refusals: readonly { readonly file: string; readonly line: number; readonly reason: string }[];
  /** Rows whose record the user deleted since the last import; they stay deleted. */
  readonly inBin: number;
}
