import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { MergeDecisions, MergeView } from '../../shared/api.ts';
import { answered } from '../data/answered.ts';
import { useBackend } from '../data/backend.tsx';
import { sentences } from '../data/commit.ts';
import { useWorkspace } from '../data/queries.ts';
import { plural } from '../format/values.ts';
import { Button } from '../ui/button.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { Loading } from '../ui/loading.tsx';
import { newOf } from './decisions.ts';
import { MergeCounts } from './merge-counts.tsx';
import { MergeMembers } from './merge-members.tsx';
import { MergePairs } from './merge-pairs.tsx';

interface MergeReviewProps {
  /** Of the workspace that is brought in. */
  readonly name: string;
  readonly isBusy: boolean;
  readonly onRun: () => void;
  readonly onCancel: () => void;
}

const firstShown = 50;

/** What is on both sides, and what is to become of it. */
export function MergeReview(props: MergeReviewProps) {
  const backend = useBackend();
  const [limit, setLimit] = useState(firstShown);
  const { data, error, refetch } = useQuery({
    queryKey: ['merge', 'plan', limit],
    queryFn: async () => await answered(backend.call('merge.plan', { limit })),
    placeholderData: (previous) => previous,
    gcTime: 0,
  });
  if (error) return <ErrorState title="It could not be compared." detail={error.message} />;
  if (!data) return <Loading label="Comparing both workspaces" />;
  if (!data.ok) {
    return (
      <>
        <ErrorState
          title="The two workspaces could not be compared."
          detail={sentences(data.error)}
          retry={() => void refetch()}
        />
        <div className="flex justify-center">
          <Button onClick={props.onCancel}>Cancel</Button>
        </div>
      </>
    );
  }
  return <Review {...props} view={data.value} onMore={() => setLimit(Math.min(1000, limit * 4))} />;
}

function Review({
  name,
  isBusy,
  onRun,
  onCancel,
  view,
  onMore,
}: MergeReviewProps & { view: MergeView; onMore: () => void }) {
  const backend = useBackend();
  const { name: here } = useWorkspace();
  const [decisions, setDecisions] = useState(view.decisions);
  const decide = (next: MergeDecisions) => {
    setDecisions(next);
    void backend.call('merge.decide', { decisions: next });
  };
  const count = view.entities.reduce((sum, one) => sum + newOf(view, decisions, one.entity), 0);
  const sides = { there: name, here };
  return (
    <>
      <p className="text-soft">
        Nothing is written or sent before you say so, and {name} stays on this device as it is. Numbers such as LED-001
        are issued anew; the old ones are still found.
      </p>
      <MergeCounts view={view} decisions={decisions} sides={sides} />
      {view.pairs.length > 0 && (
        <section aria-label="Probably the same" className="flex flex-col gap-3">
          <header>
            <h2>Probably the same</h2>
            <p className="text-soft">
              Of two that become one, what {here} does not know is added, lists are joined, and what belongs to either
              belongs to it. Where they differ, choose what counts.
            </p>
          </header>
          {view.pairs.map((pairs) => (
            <MergePairs
              key={pairs.entity}
              pairs={pairs}
              decisions={decisions}
              sides={sides}
              onDecide={decide}
              onMore={onMore}
            />
          ))}
        </section>
      )}
      <MergeMembers view={view} decisions={decisions} sides={sides} onDecide={decide} />
      <footer className="sticky -bottom-6 -mx-6 -mb-6 flex flex-wrap items-center gap-2 border-t bg-surface px-6 py-3 max-sm:-bottom-4 max-sm:-mx-4 max-sm:-mb-4 max-sm:px-4">
        <Button look="primary" disabled={isBusy} onClick={onRun}>
          {isBusy ? 'One moment …' : 'Bring it in and send'}
        </Button>
        <Button disabled={isBusy} onClick={onCancel}>
          Cancel
        </Button>
        <span className="text-label text-soft">
          {plural(count, 'new record', 'new records')}. It can be taken back.
        </span>
      </footer>
    </>
  );
}
