import { useState } from 'react';
import { Link } from 'wouter';
import type { ImportSummary } from '../../shared/api.ts';
import { useBackend } from '../data/backend.tsx';
import { useUndo } from '../data/commit.ts';
import { entityNamed, listPath } from '../data/model.ts';
import { numberText, plural } from '../format/values.ts';
import { Button } from '../ui/button.tsx';
import { downloadText } from '../ui/download-text.ts';

interface ImportResultProps {
  readonly job: string;
  readonly summary: ImportSummary;
  readonly onAgain: () => void;
}

export function ImportResult({ job, summary, onAgain }: ImportResultProps) {
  const backend = useBackend();
  const undo = useUndo();
  const [isUndone, setUndone] = useState(false);
  const { created, updated, unchanged, refused, refusals, inBin } = summary;
  const names = [...new Set([...Object.keys(created), ...Object.keys(updated), ...Object.keys(unchanged)])];
  return (
    <section aria-label="Result" className="flex flex-col gap-4">
      <h2>{isUndone ? 'The import was taken back' : 'Imported'}</h2>
      <div className="card overflow-x-auto">
        <table className="w-full text-left">
          <thead className="text-label text-soft">
            <tr className="border-b">
              <th scope="col" className="px-4 py-1.5 font-medium">
                Records
              </th>
              {['New', 'Changed', 'As they were'].map((heading) => (
                <th key={heading} scope="col" className="px-4 py-1.5 text-right font-medium">
                  {heading}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {names.map((name) => {
              const entity = entityNamed(name);
              return (
                <tr key={name} className="border-b last:border-0">
                  <td className="px-4 py-1.5">
                    {entity ? (
                      <Link href={listPath(entity)} className="hover:underline">
                        {entity.labelPlural}
                      </Link>
                    ) : (
                      name
                    )}
                  </td>
                  {[created, updated, unchanged].map((counts, index) => (
                    <td key={['new', 'changed', 'same'][index]} className="px-4 py-1.5 text-right">
                      {numberText(counts[name] ?? 0)}
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {inBin > 0 && <p className="text-soft">{plural(inBin, 'row', 'rows')} stayed deleted, as you left them.</p>}
      {refused > 0 && (
        <section aria-label="Refused rows" className="card overflow-hidden">
          <header className="flex flex-wrap items-center justify-between gap-2 border-b bg-app px-4 py-2">
            <h3 className="font-medium">{plural(refused, 'row was', 'rows were')} not imported</h3>
            <Button
              onClick={() =>
                void backend.call('import.refusedRows', { job }).then((csv) => downloadText('refused-rows.csv', csv))
              }
            >
              Download refused rows
            </Button>
          </header>
          <table className="w-full text-left">
            <thead className="text-label text-soft">
              <tr className="border-b">
                {['File', 'Line', 'Why'].map((heading) => (
                  <th key={heading} scope="col" className="px-4 py-1.5 font-medium">
                    {heading}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {refusals.map((refusal) => (
                <tr key={`${refusal.file}-${refusal.line}-${refusal.reason}`} className="border-b last:border-0">
                  <td className="px-4 py-1">{refusal.file}</td>
                  <td className="px-4 py-1">{numberText(refusal.line)}</td>
                  <td className="px-4 py-1">{refusal.reason}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      <div className="flex gap-2">
        <Button look="primary" onClick={onAgain}>
          Import more
        </Button>
        {!isUndone && (
          <Button look="danger" onClick={() => void undo(summary.group).then(() => setUndone(true))}>
            Undo import
          </Button>
        )}
      </div>
    </section>
  );
}
