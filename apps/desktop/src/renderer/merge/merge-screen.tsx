import { useState } from 'react';
import { Link } from 'wouter';
import type { MergeStatus, MergeSummary } from '../../shared/api.ts';
import { answered } from '../data/answered.ts';
import { useBackend } from '../data/backend.tsx';
import { sentences } from '../data/commit.ts';
import { queryClient, useWorkspace } from '../data/queries.ts';
import { numberText, plural } from '../format/values.ts';
import { TopBar } from '../shell/top-bar.tsx';
import { useSyncStatus } from '../sync/sync-status.ts';
import { Button } from '../ui/button.tsx';
import { Loading } from '../ui/loading.tsx';
import { ProgressCard } from '../ui/progress-card.tsx';
import { MergeResult } from './merge-result.tsx';
import { MergeReview } from './merge-review.tsx';
import { useMergeStatus } from './use-merge.ts';

interface Done {
  readonly status: MergeStatus;
  readonly summary: MergeSummary;
}

/** Brings a workspace that was made on this device alone into this one, which has data. */
export function MergeScreen() {
  const backend = useBackend();
  const { name: here } = useWorkspace();
  const { data: status } = useMergeStatus();
  const [done, setDone] = useState<Done | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);

  const doing = async <T,>(work: () => Promise<T>): Promise<T> => {
    setBusy(true);
    setProblem(null);
    const result = await work();
    await queryClient.invalidateQueries();
    setBusy(false);
    return result;
  };
  const run = () =>
    doing(async () => {
      if (!status) return;
      const result = await answered(backend.call('merge.run', {}));
      if (result.ok) setDone({ status, summary: result.value });
      else if (result.error[0]?.code !== 'cancelled') setProblem(sentences(result.error));
    });
  const cancel = () =>
    doing(async () => {
      const result = await answered(backend.call('merge.cancel', {}));
      if (!result.ok) setProblem(sentences(result.error));
    });

  const heading =
    done || status ? `Bring ${(done?.status ?? status)?.name ?? ''} into ${here}` : 'Bring in a workspace';
  return (
    <>
      <TopBar crumbs={[{ label: 'Sync', to: '/sync' }, { label: heading }]} />
      <div className="min-h-0 flex-1 overflow-y-auto p-6 max-sm:p-4">
        <div className="mx-auto flex max-w-3xl flex-col gap-6">
          {problem !== null && (
            <div role="alert" className="rounded-control border border-bad bg-bad-soft px-3 py-2 text-bad">
              {problem}
            </div>
          )}
          {done ? (
            <MergeResult status={done.status} summary={done.summary} />
          ) : status === undefined ? (
            <Loading />
          ) : status === null ? (
            <p className="text-soft">
              Nothing is being brought in. A workspace of this device is brought in from{' '}
              <Link href="/sync" className="underline hover:text-ink">
                its server’s page
              </Link>
              .
            </p>
          ) : (
            <Phase status={status} isBusy={isBusy} onRun={() => void run()} onCancel={() => void cancel()} />
          )}
        </div>
      </div>
    </>
  );
}

interface PhaseProps {
  readonly status: MergeStatus;
  readonly isBusy: boolean;
  readonly onRun: () => void;
  readonly onCancel: () => void;
}

function Phase({ status, isBusy, onRun, onCancel }: PhaseProps) {
  const { name: here } = useWorkspace();
  const sync = useSyncStatus().data;
  const { name, phase, done, total } = status;
  switch (phase) {
    case 'loading':
      return (
        <div className="card flex flex-col gap-3 p-6">
          <output className="font-medium">{here} is being loaded from its server …</output>
          <p className="text-soft">
            {sync?.trouble ?? `What is in ${name} can be compared with it when all of it is here.`}
          </p>
          <div>
            <Button disabled={isBusy} onClick={onCancel}>
              Cancel
            </Button>
          </div>
        </div>
      );
    case 'deciding':
      return <MergeReview name={name} isBusy={isBusy} onRun={onRun} onCancel={onCancel} />;
    case 'writing':
      return (
        <ProgressCard
          words={`Bringing in ${name}`}
          share={total === 0 ? null : Math.min(1, done / total)}
          rows={total === 0 ? '' : `${numberText(Math.min(done, total))} of ${plural(total, 'record', 'records')}`}
          isCancelling={false}
          onCancel={onCancel}
        />
      );
    case 'interrupted':
      return (
        <div className="card flex flex-col gap-3 p-6">
          <p className="font-medium">This was broken off.</p>
          <p className="text-soft">
            A part of {name} is written on this device, and nothing of it was sent. Go on where it was, or take back
            what is written; {name} itself is as it was.
          </p>
          <div className="flex flex-wrap gap-2">
            <Button look="primary" disabled={isBusy} onClick={onRun}>
              Go on
            </Button>
            <Button disabled={isBusy} onClick={onCancel}>
              Take it back
            </Button>
          </div>
        </div>
      );
  }
}
