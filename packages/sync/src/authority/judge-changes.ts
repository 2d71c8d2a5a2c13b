import {
  type Actor,
  actorOf,
  type CalendarDate,
  type Change,
  type ChangeId,
  type DecideContext,
  decide,
  type EntityRecord,
  instantToCalendarDate,
  type Judgement,
  limitRefusal,
  type Model,
  type Refusal,
  touchedLimits,
  type Write,
} from '@satchel/core';
import type { HeldRefusal, Outcome } from '../protocol/outcome.ts';
import { assignOwners } from './assigning.ts';
import type { AuthorityOptions, TenantProfile } from './authority-options.ts';
import type { Acceptance, RecordKey, TenantTransaction } from './authority-store.ts';
import { type Counters, createCounters } from './counters.ts';
import { hiddenRecords } from './hidden-records.ts';
import { keepHiddenReferences } from './hidden-references.ts';
import { clearLostTeams } from './lost-team.ts';
import { mergeChange } from './merge.ts';
import { createNumbering, type Numbering } from './numbering.ts';
import { deviceRevoked, loadPredecessors, notAMember, notYours, predecessorsOf, refused } from './outcomes.ts';
import { isOwnUndo } from './own-undo.ts';
import type { Sender } from './push.ts';
import { readerView } from './reader-view.ts';
import { label } from './relabel.ts';
import { type Reader, readerOf, sees } from './scope.ts';
import { type AskedRows, createTenantView, namedRecords, type TenantView } from './tenant-view.ts';
import { withTrueCause } from './trusted-cause.ts';

/** `founder`: who acts while there are no members yet. */
export type JudgeOptions = AuthorityOptions & { readonly founder?: Actor };

/** What the changes of one device that come together are judged with. */
interface Batch {
  readonly options: JudgeOptions;
  readonly transaction: TenantTransaction;
  readonly sender: Sender;
  readonly day: Day;
  readonly view: TenantView;
  readonly numbering: Numbering;
  readonly counters: Counters;
  readonly outcomes: ReadonlyMap<ChangeId, Outcome>;
  /** Writes what was accepted so far. */
  readonly flush: () => Promise<void>;
}

/** The day in the tenant's time zone, which one batch is judged on. */
type Day = TenantProfile & { readonly today: CalendarDate };

const quarterMs = 15 * 60_000;
const todays = new Map<string, { readonly quarter: number; readonly today: CalendarDate }>();

/** A day begins with a quarter of an hour everywhere, and to find out costs as much as to judge a change. */
function todayIn(timeZone: string, nowMs: number): CalendarDate {
  const quarter = Math.floor(nowMs / quarterMs);
  const known = todays.get(timeZone);
  if (known?.quarter === quarter) return known.today;
  const today = instantToCalendarDate(nowMs, timeZone);
  todays.set(timeZone, { quarter, today });
  return today;
}

interface Judged {
  readonly outcome: Outcome;
  readonly acceptance?: Acceptance;
}

/**
 * Judges changes one after another, each on what those before it have made, and writes what is accepted.
 *
 * @param earlier outcomes that are known already, which these changes may be built upon
 * @param asked rows as they are now, if somebody asked for them already
 */
export async function judgeChanges(
  options: JudgeOptions,
  transaction: TenantTransaction,
  sender: Sender,
  changes: readonly Change[],
  earlier: ReadonlyMap<ChangeId, Outcome>,
  asked?: AskedRows,
): Promise<readonly Outcome[]> {
  const { model } = options;
  const outcomes = new Map(earlier);
  const made: Outcome[] = [];
  const waiting: Acceptance[] = [];
  const flush = async (): Promise<void> => {
    if (waiting.length > 0) await transaction.accept(waiting.splice(0));
  };
  const view = createTenantView(transaction, flush, asked);
  const counters = createCounters(transaction);
  const parts = partsOf(changes);
  const loadPart = (index: number): Promise<void> => view.loadRows(rowsFor(options, sender, parts[index] ?? []));
  let coming = loadPart(0);
  const [last, numbering] = await Promise.all([
    transaction.head(),
    createNumbering(transaction, model, changes, counters),
    coming,
    loadPredecessors(transaction, sender, changes, outcomes),
  ]);
  const profile = options.profile(sender.tenant);
  const day = { ...profile, today: todayIn(profile.timeZone, options.now()) };
  const batch: Batch = { options, transaction, sender, day, view, numbering, counters, outcomes, flush };
  let head = last;
  for (const [index, part] of parts.entries()) {
    await coming;
    coming = loadPart(index + 1);
    // Whoever waits for it hears of its failure.
    coming.catch(() => undefined);
    for (const change of part) {
      const judged = await judgeOne(batch, change, head + 1);
      outcomes.set(change.id, judged.outcome);
      made.push(judged.outcome);
      if (!judged.acceptance) continue;
      head += 1;
      view.put(judged.acceptance.rows);
      waiting.push(judged.acceptance);
    }
    await flush();
  }
  await counters.keep();
  return made;
}

const maxPart = 125;
const firstOfMany = 40;

/**
 * While one part is judged, the store writes the one before and reads the one after. Of many the first is small, since
 * the store waits for it.
 */
export function partsOf(changes: readonly Change[]): readonly (readonly Change[])[] {
  const parts: (readonly Change[])[] = [];
  let end = changes.length > maxPart ? firstOfMany : maxPart;
  for (let at = 0; at < changes.length; at = end, end += maxPart) parts.push(changes.slice(at, end));
  return parts;
}

/** The rows that changes name. */
export const rowsFor = (
  { model }: JudgeOptions,
  { member }: Sender,
  changes: readonly Change[],
): readonly RecordKey[] => [
  { entity: 'member', id: member },
  ...changes.flatMap(({ intentions }) => namedRecords(intentions, model)),
];

async function judgeOne(batch: Batch, change: Change, sequence: number): Promise<Judged> {
  const { options, transaction, sender, day, view, numbering, counters, outcomes, flush } = batch;
  const { model } = options;
  const refuse = (refusals: readonly HeldRefusal[], blockedBy: ChangeId | null = null): Judged => ({
    outcome: refused(change.id, refusals, blockedBy),
  });
  // The sender's rights at this moment, which an earlier change of the batch may just have changed.
  const rights = options.founder
    ? rightsOf(options.founder, model)
    : rightsOfMember(view.row('member', sender.member)?.record, model);
  if (sender.isRevoked === true) {
    return refuse([
      { code: deviceRevoked, message: 'This device was removed from the workspace before it sent this.' },
    ]);
  }
  if (!rights) return refuse([{ code: notAMember, message: 'You are no longer a member of this workspace.' }]);
  if (change.actor !== sender.member || change.device !== sender.device) {
    return { outcome: notYours(change.id) };
  }
  const blocking = predecessorsOf(change).find((id) => outcomes.get(id)?.kind === 'refused');
  if (blocking !== undefined) {
    const message = 'This builds upon an edit that was refused. Decide about that one first.';
    return refuse([{ code: 'blocked', message }], blocking);
  }
  const { actor, reader } = rights;
  const hidden = hiddenRecords(change, actor, reader, model, view);
  if (hidden.length > 0) return refuse(hidden);
  const meant = await keepHiddenReferences(change.intentions, reader, model, view);
  if (meant.refusals.length > 0) return refuse(meant.refusals);
  const merged = mergeChange({ ...change, intentions: meant.intentions }, { model, row: view.row });
  if (merged.refusals.length > 0) return refuse(merged.refusals.map((one) => heldFor(one, reader, model, view)));
  const teams = await clearLostTeams(merged.intentions, actor, model, view);
  const numbered = numbering.assign(teams.intentions);

  const now = options.now();
  const context = { ...day, model, actor, known: view.known, now };
  const written = { ...change, intentions: numbered.intentions };
  const asked = await withTrueCause(written, { actor, model, transaction, view, flush });
  let judgement = await decideWith(view, asked, context);
  if (judgement.kind === 'refused' && (await isOwnUndo(asked, transaction, view, outcomes, flush, now))) {
    judgement = await decideWith(view, asked, { ...context, isOwnUndo: true });
  }
  if (judgement.kind === 'refused') return refuse(judgement.refusals);
  const over = await overLimits(day, judgement.writes, view);
  if (over.length > 0) return refuse(over);
  const owned = await assignOwners(change, judgement.writes, model, view, counters);
  const { rows, writes } = await label(owned, [sequence, change.device], model, transaction, view, flush);
  numbered.take();
  const superseded = [...merged.superseded, ...teams.lost, ...numbered.superseded];
  const { intentions: _, ...head } = change;
  return {
    outcome: { kind: 'accepted', change: change.id, sequence, superseded },
    acceptance: { entry: { sequence, change: head, acceptedAt: now, writes }, rows, events: judgement.events },
  };
}

interface Rights {
  readonly actor: Actor;
  readonly reader: Reader;
}

const rightsOf = (actor: Actor, model: Model): Rights => ({ actor, reader: readerOf(actor, model) });

const rightsByMember = new WeakMap<EntityRecord, Rights | null>();

/** Most changes of a batch are of one member. */
function rightsOfMember(member: EntityRecord | undefined, model: Model): Rights | null {
  if (!member) return null;
  let rights = rightsByMember.get(member);
  if (rights === undefined) {
    const actor = actorOf(model, member);
    rights = actor && rightsOf(actor, model);
    rightsByMember.set(member, rights);
  }
  return rights;
}

/** What the server holds is told as far as the author may see it. */
function heldFor(refusal: HeldRefusal, reader: Reader, model: Model, view: TenantView): HeldRefusal {
  const { entity = '', field = '', held, ...rest } = refusal;
  if (held === undefined || !model.entityByName.has(entity)) return refusal;
  const seen = readerView(reader, model, (key) => {
    const [target = '', id = ''] = key.split('/');
    return sees(reader, target, view.row(target, id)?.scopes ?? []);
  });
  const shown = seen.known(entity, { [field]: held })[field];
  return { ...rest, entity, field, ...(shown === undefined ? {} : { held: shown }) };
}

const maxRounds = 50;

/** Loads what the rules ask for until they have said what becomes of the change. */
async function decideWith(
  view: TenantView,
  change: Change,
  context: DecideContext,
): Promise<Exclude<Judgement, { kind: 'needs' }>> {
  let judgement = decide(change, context);
  for (let round = 0; judgement.kind === 'needs'; round++) {
    if (round > maxRounds) throw new Error(`The rules of a change ask for more and more: ${change.id}`);
    await view.load(judgement.needs);
    judgement = decide(change, context);
  }
  return judgement;
}

/** The limits of the tenant's plan that the writes would pass. */
async function overLimits(day: Day, writes: readonly Write[], view: TenantView): Promise<readonly Refusal[]> {
  const touched = touchedLimits(day.plan ?? 'enterprise', writes, day.timeZone);
  if (touched.length === 0) return [];
  await view.load(touched.map(({ need }) => need));
  return touched.flatMap((one) => limitRefusal(one, view.known.count(one.need) ?? 0) ?? []);
}
