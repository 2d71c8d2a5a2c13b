import { toast } from 'sonner';
import { Link, useLocation } from 'wouter';
import { answered } from '../data/answered.ts';
import { useBackend } from '../data/backend.tsx';
import { sentences } from '../data/commit.ts';
import { useWorkspace } from '../data/queries.ts';
import { Button } from '../ui/button.tsx';
import { useWorkspaces } from '../workspaces/use-workspaces.ts';
import { useMergeStatus } from './use-merge.ts';

/** Other workspaces of this device that live here alone, and the way to bring one into this one. */
export function BringIn() {
  const backend = useBackend();
  const [, navigate] = useLocation();
  const { name: here } = useWorkspace();
  const { data: status } = useMergeStatus();
  const others = (useWorkspaces().data?.workspaces ?? []).filter(({ isOpen, server }) => !isOpen && server === null);
  if (status) {
    return (
      <output className="flex flex-wrap items-center justify-between gap-2 rounded-control border border-warn bg-warn-soft px-3 py-2 text-warn">
        <span>
          {status.name} is being brought into {here}.
        </span>
        <Link href="/merge" className="font-medium underline">
          Go on
        </Link>
      </output>
    );
  }
  if (others.length === 0) return null;
  const begin = async (id: string) => {
    const begun = await answered(backend.call('merge.begin', { id }));
    if (begun.ok) navigate('/merge');
    else toast.error(sentences(begun.error));
  };
  return (
    <ul aria-label="On this device alone" className="card divide-y">
      {others.map(({ id, name }) => (
        <li key={id} className="flex flex-wrap items-center justify-between gap-2 px-3 py-1.5">
          <span className="min-w-0">
            {name} <span className="text-soft">is on this device alone.</span>
          </span>
          <Button onClick={() => void begin(id)}>Bring it into {here}</Button>
        </li>
      ))}
    </ul>
  );
}
