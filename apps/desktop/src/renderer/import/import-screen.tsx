import type { Refusal } from '@satchel/core';
import clsx from 'clsx';
import { useEffect, useRef, useState } from 'react';
import type { ImportPlan, ImportProgress, ImportSummary } from '../../shared/api.ts';
import { useBackend } from '../data/backend.tsx';
import { numberText, plural } from '../format/values.ts';
import { TopBar } from '../shell/top-bar.tsx';
import { ProgressCard } from '../ui/progress-card.tsx';
import { FileDrop } from './file-drop.tsx';
import { ImportResult } from './import-result.tsx';
import { PlanEditor } from './plan-editor.tsx';
import { uploadFiles } from './upload-files.ts';

type Step =
  | { readonly at: 'choose' }
  | {
      readonly at: 'busy';
      readonly words: string;
      readonly share: number | null;
      readonly rows?: string;
      readonly isCancelling?: boolean;
    }
  | { readonly at: 'plan'; readonly job: string; readonly plan: ImportPlan; readonly isReading: boolean }
  | { readonly at: 'done'; readonly job: string; readonly summary: ImportSummary; readonly isTooLate: boolean };

/** Files, then what they mean, then what became of them. */
export function ImportScreen() {
  const backend = useBackend();
  const [step, setStep] = useState<Step>({ at: 'choose' });
  const [refusals, setRefusals] = useState<readonly Refusal[]>([]);
  const job = useRef('');
  const isCancelled = useRef(false);
  const readings = useRef(0);
  useEffect(
    () =>
      backend.listen('import.progress', (progress: ImportProgress) => {
        if (progress.job !== job.current) return;
        const words = wordsOf[progress.stage];
        setStep((current) =>
          current.at === 'busy' && !isCancelled.current && words !== undefined
            ? { at: 'busy', words, ...amountOf(progress) }
            : current,
        );
      }),
    [backend],
  );
  const fail = (problems: readonly Refusal[], back: Step) => {
    setRefusals(problems);
    setStep(back);
  };
  const choose = async (files: readonly File[]) => {
    setRefusals([]);
    setStep({ at: 'busy', words: 'Taking the files', share: 0 });
    isCancelled.current = false;
    job.current = (await backend.call('import.begin', {})).job;
    const isTaken = await uploadFiles(backend, job.current, files, (share) => {
      setStep({ at: 'busy', words: 'Taking the files', share });
      return !isCancelled.current;
    });
    if (!isTaken) return fail([cancelled], { at: 'choose' });
    setStep({ at: 'busy', words: 'Looking at the files', share: null });
    const analysed = await backend.call('import.analyse', { job: job.current });
    if (!analysed.ok) return fail(analysed.error, { at: 'choose' });
    setStep({ at: 'plan', job: job.current, plan: analysed.value, isReading: false });
  };
  const run = async (plan: ImportPlan) => {
    setRefusals([]);
    isCancelled.current = false;
    setStep({ at: 'busy', words: 'Copying the workspace', share: null });
    const result = await backend.call('import.run', { job: job.current, plan });
    if (!result.ok) return fail(result.error, { at: 'plan', job: job.current, plan, isReading: false });
    setStep({ at: 'done', job: job.current, summary: result.value, isTooLate: isCancelled.current });
  };
  const reread = async (plan: ImportPlan) => {
    setRefusals([]);
    setStep({ at: 'plan', job: job.current, plan, isReading: true });
    readings.current += 1;
    const reading = readings.current;
    const analysed = await backend.call('import.analyse', { job: job.current, plan });
    // Whoever changes two things quickly sees both.
    if (reading !== readings.current) return;
    if (analysed.ok) setStep({ at: 'plan', job: job.current, plan: analysed.value, isReading: false });
    else fail(analysed.error, { at: 'plan', job: job.current, plan, isReading: false });
  };
  const cancel = () => {
    isCancelled.current = true;
    setStep((current) =>
      current.at === 'busy' ? { at: 'busy', words: 'Cancelling', share: null, isCancelling: true } : current,
    );
    void backend.call('import.cancel', { job: job.current });
  };
  const guard = (work: Promise<void>) => {
    work.catch((error: unknown) =>
      fail(
        [{ code: 'import-failed', message: error instanceof Error ? error.message : 'The import could not go on.' }],
        { at: 'choose' },
      ),
    );
  };
  return (
    <>
      <TopBar crumbs={[{ label: 'Import' }]} />
      <div className="min-h-0 flex-1 overflow-y-auto p-6 max-sm:p-4">
        <div className="mx-auto flex max-w-4xl flex-col gap-4">
          {refusals.length > 0 && <Problems refusals={refusals} />}
          {step.at === 'choose' && <FileDrop onFiles={(files) => guard(choose(files))} />}
          {step.at === 'busy' && (
            <ProgressCard
              words={step.words}
              share={step.share}
              rows={step.rows ?? ''}
              isCancelling={step.isCancelling === true}
              onCancel={cancel}
            />
          )}
          {step.at === 'plan' && (
            <PlanEditor
              job={step.job}
              plan={step.plan}
              isReading={step.isReading}
              onChange={(plan) => setStep({ at: 'plan', job: job.current, plan, isReading: false })}
              onReread={(plan) => guard(reread(plan))}
              onRun={() => guard(run(step.plan))}
              onBack={() => setStep({ at: 'choose' })}
            />
          )}
          {step.at === 'done' && (
            <ImportResult
              job={step.job}
              summary={step.summary}
              isTooLate={step.isTooLate}
              onAgain={() => setStep({ at: 'choose' })}
            />
          )}
        </div>
      </div>
    </>
  );
}

const cancelled: Refusal = { code: 'import-cancelled', message: 'The import was cancelled; nothing was changed.' };

const wordsOf: Readonly<Partial<Record<ImportProgress['stage'], string>>> = {
  reading: 'Reading the files',
  copying: 'Copying the workspace',
  writing: 'Writing',
  keeping: 'Keeping it',
};

/** Bytes are read and rows are written: only rows are worth a number. */
const amountOf = ({ stage, done, total }: ImportProgress) => ({
  share: total === 0 ? null : done / total,
  ...(stage === 'writing' && total > 0 ? { rows: `${numberText(done)} of ${plural(total, 'row', 'rows')}` } : {}),
});

/** What went wrong, or, when the user wanted it so, that it has happened. */
function Problems({ refusals }: { refusals: readonly Refusal[] }) {
  const isWanted = refusals.every(({ code }) => code === 'import-cancelled');
  return (
    <div
      role={isWanted ? 'status' : 'alert'}
      className={clsx(
        'rounded-control border px-3 py-2',
        isWanted ? 'bg-hover text-ink' : 'border-bad bg-bad-soft text-bad',
      )}
    >
      {refusals.map((refusal) => (
        <p key={`${refusal.code}-${refusal.message}`}>{refusal.message}</p>
      ))}
    </div>
  );
}
