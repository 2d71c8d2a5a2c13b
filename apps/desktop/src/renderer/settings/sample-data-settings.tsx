import { useState } from 'react';
import { toast } from 'sonner';
import { answered } from '../data/answered.ts';
import { useBackend } from '../data/backend.tsx';
import { sentences, useUndo } from '../data/commit.ts';
import { queryClient, useWorkspace } from '../data/queries.ts';
import { Button } from '../ui/button.tsx';

export function SampleDataSettings() {
  const backend = useBackend();
  const undo = useUndo();
  const { sampleGroup } = useWorkspace();
  const [isBusy, setBusy] = useState(false);
  const run = async (work: () => Promise<void>) => {
    setBusy(true);
    await work();
    await queryClient.invalidateQueries();
    setBusy(false);
  };
  const add = async () => {
    const result = await answered(backend.call('import.sample', {}));
    if (result.ok) toast('Sample data added');
    else toast.error(sentences(result.error));
  };
  return sampleGroup === null ? (
    <div className="flex flex-wrap items-center justify-between gap-2">
      <p className="text-soft">Companies, people and deals to look around in. One click removes them again.</p>
      <Button disabled={isBusy} onClick={() => void run(add)}>
        {isBusy ? 'Adding …' : 'Add sample data'}
      </Button>
    </div>
  ) : (
    <div className="flex flex-wrap items-center justify-between gap-2">
      <p className="text-soft">This workspace holds sample data. What you made yourself stays.</p>
      <Button look="danger" disabled={isBusy} onClick={() => void run(() => undo(sampleGroup))}>
        {isBusy ? 'Removing …' : 'Remove sample data'}
      </Button>
    </div>
  );
}
