import clsx from 'clsx';
import { useState } from 'react';
import type { FilePlan, ImportPlan } from '../../shared/api.ts';
import { numberText, plural } from '../format/values.ts';
import { Button } from '../ui/button.tsx';
import { FileMapping } from './file-mapping.tsx';
import { PlanOptions } from './plan-options.tsx';
import { PlanPreview } from './plan-preview.tsx';
import { PlanValues } from './plan-values.tsx';

interface PlanEditorProps {
  readonly job: string;
  readonly plan: ImportPlan;
  /** While the files are looked at again. */
  readonly isReading: boolean;
  readonly onChange: (plan: ImportPlan) => void;
  /** Columns and options change how everything is read: the files are looked at again. */
  readonly onReread: (plan: ImportPlan) => void;
  readonly onRun: () => void;
  readonly onBack: () => void;
}

const parts = [
  { part: 'columns', label: 'Columns' },
  { part: 'values', label: 'Values' },
  { part: 'preview', label: 'Preview' },
] as const;

/** What the files mean: their columns, their values, and what becomes of the first rows. */
export function PlanEditor({ job, plan, isReading, onChange, onReread, onRun, onBack }: PlanEditorProps) {
  const [part, setPart] = useState<(typeof parts)[number]['part']>('columns');
  const rows = plan.files.reduce((sum, file) => sum + (file.entity === null ? 0 : file.rows), 0);
  const open = plan.counts.reduce((sum, { unresolved }) => sum + unresolved, 0);
  const setFile = (index: number, file: FilePlan) => {
    const before = plan.files[index];
    const isChanged = (column: string): boolean =>
      before?.entity !== file.entity ||
      before.columns.find((one) => one.column === column)?.field !==
        file.columns.find((one) => one.column === column)?.field;
    // What was decided about a column's values goes with what it filled.
    const stays = (value: { file: string; column: string }) => value.file !== file.file || !isChanged(value.column);
    onReread({
      ...plan,
      files: plan.files.map((other, i) => (i === index ? file : other)),
      unresolved: plan.unresolved.filter(stays),
      known: plan.known.filter(stays),
    });
  };
  return (
    <>
      <header className="flex flex-wrap items-center justify-between gap-2">
        <div>
          <h2>What the files mean</h2>
          <p className="text-soft">Check what was guessed. Nothing is written before you start the import.</p>
        </div>
        <div className="flex gap-2">
          <Button look="quiet" onClick={onBack}>
            Other files
          </Button>
          <Button look="primary" disabled={rows === 0 || isReading} onClick={onRun}>
            Import {plural(rows, 'row', 'rows')}
          </Button>
        </div>
      </header>
      <nav aria-label="Parts of the plan" className="flex gap-1 border-b">
        {parts.map((one) => (
          <button
            key={one.part}
            type="button"
            aria-current={part === one.part ? 'step' : undefined}
            className={clsx(
              '-mb-px flex h-8 items-center gap-1.5 border-b-2 px-2.5 font-medium',
              part === one.part ? 'border-accent text-ink' : 'border-transparent text-soft hover:text-ink',
            )}
            onClick={() => setPart(one.part)}
          >
            {one.label}
            {one.part === 'values' && open > 0 && (
              <span className="rounded-full bg-warn-soft px-1.5 text-label text-warn">
                {numberText(open)}
                <span className="sr-only"> match nothing</span>
              </span>
            )}
          </button>
        ))}
      </nav>
      <div aria-busy={isReading} className={clsx('flex flex-col gap-4', isReading && 'opacity-60')}>
        {part === 'columns' && (
          <>
            <PlanOptions options={plan.options} onChange={(options) => onReread({ ...plan, options })} />
            {plan.unreadable.map(({ file, reason }) => (
              <section key={file} aria-label={file} className="card overflow-hidden">
                <header className="flex flex-wrap items-center gap-3 border-b bg-app px-4 py-2">
                  <h3 className="font-medium">{file}</h3>
                  <span className="text-label text-faint">left out</span>
                </header>
                <p className="bg-bad-soft px-4 py-1 text-bad">{reason}</p>
              </section>
            ))}
            {plan.files.map((file, index) => (
              <FileMapping key={file.file} file={file} onChange={(changed) => setFile(index, changed)} />
            ))}
          </>
        )}
        {part === 'values' && <PlanValues job={job} plan={plan} onChange={onChange} />}
        {part === 'preview' && !isReading && <PlanPreview job={job} plan={plan} />}
      </div>
    </>
  );
}
