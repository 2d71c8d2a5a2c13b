import { useId } from 'react';
import type { MergeDecisions, MergeView } from '../../shared/api.ts';
import { useWorkspace } from '../data/queries.ts';
import type { SideNames } from './decisions.ts';

interface MergeMembersProps {
  readonly view: MergeView;
  readonly decisions: MergeDecisions;
  readonly sides: SideNames;
  readonly onDecide: (decisions: MergeDecisions) => void;
}

/** Colleagues there whom nobody here is by mail: who they are, since records belong to them. */
export function MergeMembers({ view, decisions, sides, onDecide }: MergeMembersProps) {
  const { me } = useWorkspace();
  const asked = view.members.filter(({ isAsked }) => isAsked);
  const id = useId();
  if (asked.length === 0) return null;
  return (
    <section aria-label="Colleagues" className="flex flex-col gap-3">
      <header>
        <h2>Colleagues</h2>
        <p className="text-soft">Records of these people belong to whom you choose.</p>
      </header>
      <ul className="card divide-y">
        {asked.map((member) => (
          <li key={member.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-1.5">
            <label htmlFor={`${id}-${member.id}`} className="w-44 shrink-0 truncate">
              {member.name}
            </label>
            <select
              id={`${id}-${member.id}`}
              className="control w-auto! min-w-0 flex-1"
              value={decisions.members[member.id] ?? (view.canAddMembers ? 'new' : me)}
              onChange={(event) =>
                onDecide({ ...decisions, members: { ...decisions.members, [member.id]: event.target.value } })
              }
            >
              {view.canAddMembers && <option value="new">Add to {sides.here}, without a login</option>}
              {view.colleagues.map((colleague) => (
                <option key={colleague.id} value={colleague.id}>
                  {colleague.name}
                  {colleague.id === me ? ' (you)' : ''}
                </option>
              ))}
            </select>
          </li>
        ))}
      </ul>
    </section>
  );
}
