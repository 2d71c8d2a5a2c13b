import { useId } from 'react';
import type { FilePlan, ImportOptions, ImportPlan } from '../../shared/api.ts';
import { plural } from '../format/values.ts';
import { Button } from '../ui/button.tsx';
import { FileMapping } from './file-mapping.tsx';
import { UnresolvedValues } from './unresolved-values.tsx';

interface PlanEditorProps {
  readonly plan: ImportPlan;
  readonly onChange: (plan: ImportPlan) => void;
  /** Options change how everything is read: the files are looked at again. */
  readonly onOptions: (plan: ImportPlan) => void;
  readonly onRun: () => void;
  readonly onBack: () => void;
}

export function PlanEditor({ plan, onChange, onOptions, onRun, onBack }: PlanEditorProps) {
  const id = useId();
  const rows = plan.files.reduce((sum, file) => sum + (file.entity === null ? 0 : file.rows), 0);
  const setFile = (index: number, file: FilePlan) =>
    onChange({ ...plan, files: plan.files.map((other, i) => (i === index ? file : other)) });
  const setOptions = (options: Partial<ImportOptions>) =>
    onOptions({ ...plan, options: { ...plan.options, ...options } });
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
          <Button look="primary" disabled={rows === 0} onClick={onRun}>
            Import {plural(rows, 'row', 'rows')}
          </Button>
        </div>
      </header>
      <div className="flex flex-wrap gap-4">
        <label htmlFor={`${id}-currency`} className="flex items-center gap-2 text-soft">
          Currency
          <input
            id={`${id}-currency`}
            className="control w-16!"
            maxLength={3}
            defaultValue={plan.options.currency}
            onBlur={(event) => {
              const currency = event.target.value.toUpperCase();
              if (currency !== plan.options.currency) setOptions({ currency });
            }}
          />
        </label>
        <label htmlFor={`${id}-decimal`} className="flex items-center gap-2 text-soft">
          Decimals
          <select
            id={`${id}-decimal`}
            className="control w-auto!"
            value={plan.options.decimal}
            onChange={(event) => {
              const { value } = event.target;
              setOptions({ decimal: value === '.' || value === ',' ? value : 'auto' });
            }}
          >
            <option value="auto">Find out</option>
            <option value=".">1,234.56</option>
            <option value=",">1.234,56</option>
          </select>
        </label>
      </div>
      {plan.files.map((file, index) => (
        <FileMapping key={file.file} file={file} onChange={(changed) => setFile(index, changed)} />
      ))}
      <UnresolvedValues values={plan.unresolved} onChange={(unresolved) => onChange({ ...plan, unresolved })} />
    </>
  );
}
