import { useState } from 'react';
import { toast } from 'sonner';
import { useLocation } from 'wouter';
import type { MergeStatus, MergeSummary } from '../../shared/api.ts';
import { answered } from '../data/answered.ts';
import { useBackend } from '../data/backend.tsx';
import { sentences, useUndo } from '../data/commit.ts';
import { entityNamed } from '../data/model.ts';
import { queryClient } from '../data/queries.ts';
import { numberText, plural } from '../format/values.ts';
import { Button } from '../ui/button.tsx';

/** What came of it, what stayed behind, and what becomes of the workspace that it came from. */
export function MergeResult({ status: { from, name }, summary }: { status: MergeStatus; summary: MergeSummary }) {
  const backend = useBackend();
  const [, navigate] = useLocation();
  const undo = useUndo();
  const [state, setState] = useState<'done' | 'busy' | 'undone' | 'removed'>('done');
  const { group, made, filled, refused, refusals } = summary;
  const takeBack = async () => {
    setState('busy');
    await undo(group);
    setState('undone');
  };
  const remove = async () => {
    setState('busy');
    const removed = await answered(backend.call('workspaces.remove', { id: from }));
    await queryClient.invalidateQueries({ queryKey: ['workspace'] });
    if (!removed.ok) toast.error(sentences(removed.error));
    setState(removed.ok ? 'removed' : 'done');
  };
  return (
    <section aria-label="Result" className="flex flex-col gap-4">
      <header>
        <h2>{state === 'undone' ? 'It was taken back' : `${name} was brought in`}</h2>
        <output className="text-soft">
          {state === 'undone' ? `${name} is on this device as before.` : cameText(made, filled)}
        </output>
      </header>
      {refused > 0 && (
        <section aria-label="Stayed behind" className="card overflow-x-auto">
          <h3 className="border-b bg-app px-4 py-2 font-medium">
            {plural(refused, 'record stays', 'records stay')} in {name} alone
          </h3>
          <table className="w-full text-left">
            <tbody>
              {refusals.map(({ entity, title, reason }) => (
                <tr key={`${entity}-${title}-${reason}`} className="border-b last:border-0">
                  <td className="px-4 py-1 text-soft">{entityNamed(entity)?.label ?? entity}</td>
                  <td className="px-4 py-1">{title}</td>
                  <td className="px-4 py-1 text-bad">{reason}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {refusals.length < refused && (
            <p className="border-t px-4 py-1.5 text-label text-faint">
              These are the first {numberText(refusals.length)}.
            </p>
          )}
        </section>
      )}
      {state !== 'undone' && (
        <p className="text-soft">
          {state === 'removed'
            ? `${name} was removed from this device.`
            : `${name} is still on this device as it was. Look around first; it can be removed at any time.`}
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        <Button look="primary" onClick={() => navigate('/')}>
          See the overview
        </Button>
        {state !== 'undone' && state !== 'removed' && (
          <Button disabled={state === 'busy'} onClick={() => void takeBack()}>
            Undo
          </Button>
        )}
        {state !== 'undone' && state !== 'removed' && refused === 0 && (
          <Button look="danger" disabled={state === 'busy'} onClick={() => void remove()}>
            Remove {name} from this device
          </Button>
        )}
      </div>
    </section>
  );
}

function cameText(made: number, filled: number): string {
  const came = plural(made, 'record came', 'records came');
  if (filled === 0) return `${came}.`;
  return `${came}, and ${plural(filled, 'record that was here got more', 'records that were here got more')}.`;
}
