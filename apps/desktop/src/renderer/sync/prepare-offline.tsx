import { useState } from 'react';
import { toast } from 'sonner';
import { answered } from '../data/answered.ts';
import { useBackend } from '../data/backend.tsx';
import { sentences } from '../data/commit.ts';
import { Button } from '../ui/button.tsx';

/** Before a flight: everything is got and sent now, and whether it was is said. */
export function PrepareOffline() {
  const backend = useBackend();
  const [isBusy, setBusy] = useState(false);
  const prepare = async () => {
    setBusy(true);
    const ready = await answered(backend.call('sync.prepare', {}));
    setBusy(false);
    if (ready.ok) toast('Ready. Everything that you may see is on this device, and nothing waits.');
    else toast.error(`Not ready yet. ${sentences(ready.error)}`);
  };
  return (
    <Button disabled={isBusy} onClick={() => void prepare()}>
      {isBusy ? 'Getting ready …' : 'Prepare for offline'}
    </Button>
  );
}
