import type { Refusal } from '@satchel/core';
import { useEffect, useRef, useState } from 'react';
import type { ImportPlan, ImportProgress, ImportSummary } from '../../shared/api.ts';
import { useBackend } from '../data/backend.tsx';
import { useWorkspace } from '../data/queries.ts';
import { TopBar } from '../shell/top-bar.tsx';
import { FileDrop } from './file-drop.tsx';
import { ImportProgressBar } from './import-progress-bar.tsx';
import { ImportResult } from './import-result.tsx';
import { PlanEditor } from './plan-editor.tsx';
import { readRemembered, remember } from './remembered-mapping.ts';
import { uploadFiles } from './upload-files.ts';

type Step =
  | { readonly at: 'choose' }
  | { readonly at: 'busy'; readonly words: string; readonly share: number | null; readonly canCancel: boolean }
  | { readonly at: 'plan'; readonly plan: ImportPlan }
  | { readonly at: 'done'; readonly job: string; readonly summary: ImportSummary };

/** Files, then what they mean, then what became of them. */
export function ImportScreen() {
  const backend = useBackend();
  const { currency, country } = useWorkspace();
  const [step, setStep] = useState<Step>({ at: 'choose' });
  const [refusals, setRefusals] = useState<readonly Refusal[]>([]);
  const job = useRef('');
  useEffect(
    () =>
      backend.listen('import.progress', (progress: ImportProgress) => {
        if (progress.job !== job.current) return;
        const words = progress.stage === 'reading' ? 'Reading' : 'Writing';
        setStep((current) =>
          current.at === 'busy' && current.canCancel
            ? { ...current, words, share: progress.total === 0 ? null : progress.done / progress.total }
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
    setStep({ at: 'busy', words: 'Taking the files', share: 0, canCancel: false });
    job.current = (await backend.call('import.begin', {})).job;
    await uploadFiles(backend, job.current, files, (share) =>
      setStep({ at: 'busy', words: 'Taking the files', share, canCancel: false }),
    );
    setStep({ at: 'busy', words: 'Looking at the files', share: null, canCancel: false });
    const analysed = await backend.call('import.analyse', { job: job.current, options: { currency, country } });
    if (!analysed.ok) return fail(analysed.error, { at: 'choose' });
    setStep({ at: 'plan', plan: await readRemembered(backend, analysed.value) });
  };
  const run = async (plan: ImportPlan) => {
    setRefusals([]);
    setStep({ at: 'busy', words: 'Reading', share: null, canCancel: true });
    await remember(backend, plan);
    const result = await backend.call('import.run', { job: job.current, plan });
    if (!result.ok) return fail(result.error, { at: 'plan', plan });
    setStep({ at: 'done', job: job.current, summary: result.value });
  };
  const analyseAgain = async (plan: ImportPlan) => {
    const analysed = await backend.call('import.analyse', { job: job.current, options: plan.options });
    if (!analysed.ok) return fail(analysed.error, { at: 'plan', plan });
    setStep({ at: 'plan', plan: analysed.value });
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
          {refusals.length > 0 && (
            <div role="alert" className="rounded-control border border-bad bg-bad-soft px-3 py-2 text-bad">
              {refusals.map((refusal) => (
                <p key={`${refusal.code}-${refusal.message}`}>{refusal.message}</p>
              ))}
            </div>
          )}
          {step.at === 'choose' && <FileDrop onFiles={(files) => guard(choose(files))} />}
          {step.at === 'busy' && (
            <ImportProgressBar
              words={step.words}
              share={step.share}
              {...(step.canCancel ? { onCancel: () => void backend.call('import.cancel', { job: job.current }) } : {})}
            />
          )}
          {step.at === 'plan' && (
            <PlanEditor
              plan={step.plan}
              onChange={(plan) => setStep({ at: 'plan', plan })}
              onOptions={(plan) => guard(analyseAgain(plan))}
              onRun={() => guard(run(step.plan))}
              onBack={() => setStep({ at: 'choose' })}
            />
          )}
          {step.at === 'done' && (
            <ImportResult job={step.job} summary={step.summary} onAgain={() => setStep({ at: 'choose' })} />
          )}
        </div>
      </div>
    </>
  );
}
