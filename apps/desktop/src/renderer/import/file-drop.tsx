/* oxlint-disable jsx-a11y/no-noninteractive-element-interactions -- dropping is an addition to the buttons */
import clsx from 'clsx';
import { FileUp } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button } from '../ui/button.tsx';

const isTable = (file: File): boolean => /\.(csv|tsv|txt)$/i.test(file.name);

export function FileDrop({ onFiles }: { onFiles: (files: readonly File[]) => void }) {
  const filesInput = useRef<HTMLInputElement>(null);
  const folderInput = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const [isNothing, setNothing] = useState(false);
  const take = (list: FileList | readonly File[] | null) => {
    const files = [...(list ?? [])].filter(isTable);
    setNothing(files.length === 0);
    if (files.length > 0) onFiles(files);
  };
  return (
    <section
      aria-label="Files"
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer.files);
      }}
      className={clsx(
        'flex flex-col items-center gap-3 rounded-card border border-dashed border-line-strong p-12 text-center max-sm:p-6',
        isOver && 'bg-accent-soft',
      )}
    >
      <FileUp aria-hidden className="size-6 text-faint" />
      <h2>Import from CSV files</h2>
      <p className="text-soft">
        Drop the files of one export together: names that one file uses and another defines are found in any order.
      </p>
      <div className="flex flex-wrap justify-center gap-2">
        <Button look="primary" onClick={() => filesInput.current?.click()}>
          Choose files
        </Button>
        <Button onClick={() => folderInput.current?.click()}>Choose a folder</Button>
      </div>
      {isNothing && (
        <p role="alert" className="text-bad">
          There is no CSV file among these.
        </p>
      )}
      <input
        ref={filesInput}
        type="file"
        multiple
        accept=".csv,.tsv,.txt,text/csv"
        aria-label="CSV files"
        className="sr-only"
        tabIndex={-1}
        onChange={(event) => take(event.target.files)}
      />
      <input
        ref={(element) => {
          folderInput.current = element;
          element?.setAttribute('webkitdirectory', '');
        }}
        type="file"
        multiple
        aria-label="A folder of CSV files"
        className="sr-only"
        tabIndex={-1}
        onChange={(event) => take(event.target.files)}
      />
    </section>
  );
}
