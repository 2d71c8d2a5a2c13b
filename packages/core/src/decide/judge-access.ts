import { isRecordId } from '../id/uuid.ts';
import { type Action, may, mayInTeam, mayOnRecord } from '../permission/may.ts';
import { isSharedWith, mayRead } from '../permission/reach.ts';
import { refuse, type Work } from './apply-intention.ts';
import type { Draft } from './draft.ts';
import type { Facts } from './facts.ts';

/** Why else it would be refused tells of values that the actor may not read. */
function hideReasons(work: Work, draft: Draft): void {
  const others = work.refusals.filter(({ record }) => record !== draft.id);
  work.refusals.splice(0, work.refusals.length, ...others);
  refuse(work, draft, 'not-allowed', notOwn(draft));
}

const notOwn = ({ kind, entity }: Draft): string =>
  `You may not ${kind} ${entity.labelPlural.toLowerCase()} of others. Ask their owner or an admin.`;

/** False: nothing else is to be looked at, since the actor may not read the record, or it is not known yet. */
export function judgeAccess(work: Work, draft: Draft, facts: Facts): boolean {
  const { model, actor } = work.context;
  const { entity, before, after } = draft;
  const action: Action = draft.kind === 'restore' ? 'delete' : draft.kind;
  const label = entity.labelPlural.toLowerCase();
  const isReadable = before === null || mayRead(actor, model, entity, before, facts);
  if (isReadable === undefined) return false;
  if (!isReadable) {
    hideReasons(work, draft);
    return false;
  }
  const isOwn = before === null || mayOnRecord(actor, entity, action, before);
  if (isOwn && mayOnRecord(actor, entity, action, after)) return true;
  const handOver = before
    ? `You may not hand ${label} over to others.`
    : `You may not ${draft.kind} ${label} for others.`;
  if (isOwn) {
    refuse(work, draft, 'not-allowed', handOver, 'owner');
    return true;
  }
  const isShared =
    action === 'update' && may(actor, `${entity.plural}.update`)
      ? isSharedWith(actor, model, entity, before, facts, 'write')
      : false;
  if (isShared === undefined) return false;
  if (!isShared) refuse(work, draft, 'not-allowed', notOwn(draft));
  // Whom it belongs to is not shared.
  else if (after.owner !== before.owner || after.team !== before.team || isAssigned(draft)) {
    refuse(work, draft, 'not-allowed', handOver, 'owner');
  }
  return true;
}

/** A record is put into a team that is there, and by whoever is in it or reaches the records of all. */
export function judgeTeam(work: Work, draft: Draft, facts: Facts): void {
  const { team } = draft.after;
  if (team === null || team === draft.before?.team || draft.kind === 'delete' || draft.kind === 'restore') return;
  const found = isRecordId(team) ? facts.record('team', team) : null;
  if (found === undefined) return;
  if (found === null || found.deletedAt !== null) {
    refuse(work, draft, 'reference-missing', 'This team does not exist any more. Choose another.', 'team');
  } else if (!mayInTeam(work.context.actor, draft.entity, draft.kind, team)) {
    refuse(work, draft, 'not-in-team', 'You are not in this team. Choose one of yours, or ask an admin.', 'team');
  }
}

/** A rule of assignment gives the record to somebody else. */
const isAssigned = ({ entity: { assigned }, before, after }: Draft): boolean =>
  assigned !== undefined && (after[assigned.by] ?? null) !== (before?.[assigned.by] ?? null);
