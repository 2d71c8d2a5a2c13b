import {
  type AssignmentMethod,
  assignmentMethods,
  type Change,
  type Entity,
  type EntityRecord,
  entityFor,
  type MemberId,
  type Model,
  type Need,
  nextAssignee,
  type RecordId,
  type Write,
} from '@satchel/core';
import type { Counters } from './counters.ts';
import type { TenantView } from './tenant-view.ts';

/** Most stages of type `open` that work is counted in. */
const maxOpenStages = 500;

/**
 * Gives records that name an assignment rule the owner that the rule says, in the change that was accepted. Turns are
 * counted by the tenant's counters, under its lock: two nodes never give the same turn.
 */
export async function assignOwners(
  change: Change,
  writes: readonly Write[],
  model: Model,
  view: TenantView,
  counters: Counters,
): Promise<readonly Write[]> {
  /** Work that this change itself has given out, which the rows do not have yet. */
  const given = new Map<string, number>();
  const assigned: Write[] = [];
  for (const write of writes) {
    const rule = ruleOf(entityFor(model, write.entity), write);
    const member = rule === null ? null : await choose(rule, entityFor(model, write.entity), view, counters, given);
    assigned.push(member === null ? write : owned(write, member, change));
  }
  return assigned;
}

/** The rule that the write sets; null when it sets none. */
function ruleOf({ assigned }: Entity, write: Write): RecordId | null {
  if (!assigned || write.kind === 'delete' || !write.changed.includes(assigned.by)) return null;
  const id = write.after[assigned.by];
  return typeof id === 'string' ? (id as RecordId) : null;
}

async function choose(
  ruleId: RecordId,
  entity: Entity,
  view: TenantView,
  counters: Counters,
  given: Map<string, number>,
): Promise<MemberId | null> {
  await view.loadRows([{ entity: 'assignmentRule', id: ruleId }]);
  const rule = view.row('assignmentRule', ruleId)?.record;
  const method = assignmentMethods.find((one) => one === rule?.['method']);
  if (!rule || rule.deletedAt !== null || rule['isActive'] !== true || method === undefined) return null;
  const members = idsIn(rule['members']);
  await view.loadRows(members.map((id) => ({ entity: 'member', id })));
  const active = members.filter((id) => isActive(view.row('member', id)?.record));
  const turns = `turn:${ruleId}`;
  await counters.load([turns, ...active.map((id) => `${turns}:${id}`)]);
  const open = method === 'load_balance' ? await openWork(active, entity, view) : new Map<MemberId, number>();
  const candidates = active.map((member) => ({
    member,
    lastTurn: counters.last(`${turns}:${member}`),
    open: (open.get(member) ?? 0) + (given.get(workOf(entity, member)) ?? 0),
  }));
  const next = nextAssignee(method satisfies AssignmentMethod, candidates);
  if (next === null) return null;
  const turn = counters.last(turns) + 1;
  counters.reach(turns, turn);
  counters.reach(`${turns}:${next}`, turn);
  given.set(workOf(entity, next), (given.get(workOf(entity, next)) ?? 0) + 1);
  return next;
}

/** How many open records of the entity each member owns. */
async function openWork(
  members: readonly MemberId[],
  { name, assigned }: Entity,
  view: TenantView,
): Promise<ReadonlyMap<MemberId, number>> {
  const stages: Need & { need: 'list' } = {
    need: 'list',
    entity: 'stage',
    where: { field: 'type', op: 'eq', value: 'open' },
    limit: maxOpenStages,
  };
  await view.load([stages]);
  const open = (view.known.list(stages) ?? []).map(({ id }) => id);
  const countOf = (member: MemberId): Need & { need: 'count' } => ({
    need: 'count',
    entity: name,
    where: {
      and: [
        { field: 'owner', op: 'eq', value: member },
        { field: assigned?.openStage ?? '', op: 'in', value: open },
      ],
    },
  });
  await view.load(members.map(countOf));
  return new Map(members.map((member) => [member, view.known.count(countOf(member)) ?? 0]));
}

const workOf = ({ name }: Entity, member: MemberId): string => `${name}/${member}`;

const isActive = (member: EntityRecord | undefined): boolean =>
  member !== undefined && member.deletedAt === null && member['isActive'] !== false;

const idsIn = (value: unknown): readonly MemberId[] => (Array.isArray(value) ? (value as readonly MemberId[]) : []);

function owned(write: Write, owner: MemberId, change: Change): Write {
  if (write.after.owner === owner) return write;
  const stamps = write.before === null ? write.after.stamps : { ...write.after.stamps, owner: change.at };
  return {
    ...write,
    after: { ...write.after, owner, stamps },
    changed: write.changed.includes('owner') ? write.changed : [...write.changed, 'owner'],
  };
}
