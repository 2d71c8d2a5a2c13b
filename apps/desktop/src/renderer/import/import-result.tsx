import { useState } from 'react';
import { toast } from 'sonner';
import { Link, useLocation } from 'wouter';
import type { ImportSummary } from '../../shared/api.ts';
import { useBackend } from '../data/backend.tsx';
import { sentences } from '../data/commit.ts';
import { entityNamed, listPath } from '../data/model.ts';
import { numberText, plural } from '../format/values.ts';
import { Button } from '../ui/button.tsx';
import { downloadText } from '../ui/download-text.ts';

interface ImportResultProps {
  readonly job: string;
  readonly summary: ImportSummary;
  /** It was cancelled when everything was written already. */
  readonly isTooLate: boolean;
  readonly onAgain: () => void;
}

export function ImportResult({ job, summary, isTooLate, onAgain }: ImportResultProps) {
  const backend = useBackend();
  const [, navigate] = useLocation();
  const [undo, setUndo] = useState<'possible' | 'under way' | 'done' | { readonly problem: string }>('possible');
  const isUndone = undo === 'done';
  const takeBack = async () => {
    setUndo('under way');
    try {
      const undone = await backend.call('changes.undo', { id: summary.group });
      if (!undone.ok) setUndo({ problem: sentences(undone.error) });
      else {
        setUndo('done');
        if (undone.value.left.length > 0) {
          toast(`${plural(undone.value.left.length, 'value', 'values')} that somebody changed since stayed.`);
        }
      }
    } catch (error) {
      setUndo({ problem: error instanceof Error ? error.message : String(error) });
    }
  };
  const { created, updated, unchanged, refused, refusals, inBin } = summary;
  const names = [...new Set([...Object.keys(created), ...Object.keys(updated), ...Object.keys(unchanged)])];
  const hasWritten = Object.keys(created).length + Object.keys(updated).length > 0;
  return (
    <section aria-label="Result" className="flex flex-col gap-4">
      <h2>{isUndone ? 'The import was taken back' : headingOf(hasWritten, refused)}</h2>
      {isTooLate && !isUndone && (
        <output className="rounded-control border bg-hover px-3 py-2">
          Everything was written already when you cancelled. “Undo import” takes it back.
        </output>
      )}
      {names.length > 0 && (
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
                        <Link href={listPath(entity)} className="font-medium underline underline-offset-2">
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
      )}
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
          {refusals.length < refused && (
            <p className="border-t px-4 py-1.5 text-label text-faint">
              These are the first {numberText(refusals.length)}; all of them are in the file.
            </p>
          )}
        </section>
      )}
      {typeof undo === 'object' && (
        <p role="alert" className="text-bad">
          {undo.problem}
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        {hasWritten && !isUndone && (
          <Button look="primary" onClick={() => navigate('/')}>
            See the overview
          </Button>
        )}
        <Button look={hasWritten && !isUndone ? 'plain' : 'primary'} onClick={onAgain}>
          Import more
        </Button>
        {!isUndone && hasWritten && (
          <Button look="danger" disabled={undo === 'under way'} onClick={() => void takeBack()}>
            {undo === 'under way' ? 'Taking it back …' : 'Undo import'}
          </Button>
        )}
      </div>
    </section>
  );
}

function headingOf(hasWritten: boolean, refused: number): string {
  if (hasWritten) return 'Imported';
  return refused > 0 ? 'Nothing was imported' : 'Nothing had to be changed';
}
