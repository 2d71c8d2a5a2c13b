import clsx from 'clsx';
import { useEffect, useState } from 'react';
import type { FilePreview, ImportPlan, PreviewRow } from '../../shared/api.ts';
import { useBackend } from '../data/backend.tsx';
import { entityNamed } from '../data/model.ts';
import { Cell, isNumericKind } from '../fields/cell.tsx';
import { fieldLabel, numberText } from '../format/values.ts';
import { Loading } from '../ui/loading.tsx';

/** The first rows of each file as they will be written. */
export function PlanPreview({ job, plan }: { job: string; plan: ImportPlan }) {
  const backend = useBackend();
  const [previews, setPreviews] = useState<readonly FilePreview[] | string | null>(null);
  useEffect(() => {
    let isCurrent = true;
    backend.call('import.preview', { job, plan }).then(
      (result) => {
        if (isCurrent) setPreviews(result.ok ? result.value : result.error.map(({ message }) => message).join(' '));
      },
      (error: unknown) => {
        if (isCurrent) setPreviews(error instanceof Error ? error.message : String(error));
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [backend, job, plan]);
  if (previews === null) return <Loading label="Reading the first rows" />;
  if (typeof previews === 'string') return <p className="card p-6 text-bad">{previews}</p>;
  return previews.map((preview) => {
    const entity = plan.files.find(({ file }) => file === preview.file)?.entity ?? '';
    return <Preview key={preview.file} preview={preview} entityName={entity} />;
  });
}

function Preview({ preview, entityName }: { preview: FilePreview; entityName: string }) {
  const entity = entityNamed(entityName);
  if (!entity) return null;
  const fields = preview.fields.flatMap((name) => {
    const field = entity.fields[name];
    return field === undefined ? [] : [{ name, field }];
  });
  return (
    <section aria-label={`Preview of ${preview.file}`} className="card overflow-hidden">
      <header className="flex flex-wrap items-center gap-x-3 border-b bg-app px-4 py-2">
        <h3 className="font-medium">{preview.file}</h3>
        <span className="text-label text-faint">the first rows as {entity.labelPlural.toLowerCase()}</span>
      </header>
      <div className="overflow-x-auto">
        <table className="w-full text-left">
          <thead className="text-label text-soft">
            <tr className="border-b">
              <th scope="col" className="w-px px-4 py-1.5 text-right font-medium">
                Line
              </th>
              <th scope="col" className="w-px px-4 py-1.5 font-medium">
                Becomes
              </th>
              {fields.map(({ name, field }) => (
                <th
                  key={name}
                  scope="col"
                  className={clsx(
                    'whitespace-nowrap px-4 py-1.5 font-medium',
                    isNumericKind(field.kind) && 'text-right',
                  )}
                >
                  {fieldLabel(name, field)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {preview.rows.map((row) => (
              <tr key={row.line} className="border-b last:border-0">
                <td className="px-4 py-1.5 text-right text-faint">{numberText(row.line)}</td>
                <td className={clsx('whitespace-nowrap px-4 py-1.5', row.becomes === 'refused' && 'text-bad')}>
                  {words[row.becomes]}
                </td>
                {row.reason === null ? (
                  fields.map(({ name, field }) => (
                    <td
                      key={name}
                      className={clsx('max-w-56 truncate px-4 py-1.5', isNumericKind(field.kind) && 'text-right')}
                    >
                      <Cell field={field} value={row.values[name]} titles={preview.titles} deleted={nothing} />
                    </td>
                  ))
                ) : (
                  <td colSpan={Math.max(1, fields.length)} className="px-4 py-1.5 text-bad">
                    {row.reason}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

const words: Readonly<Record<PreviewRow['becomes'], string>> = {
  create: 'New',
  update: 'Known already',
  refused: 'Refused',
  stays: 'Stays deleted',
};

const nothing = {};
