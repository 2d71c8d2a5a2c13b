import { ConnectForm } from '../sync/connect-form.tsx';
import { Button } from '../ui/button.tsx';

/** The first screen of somebody whose team has a server already. */
export function JoinWorkspace({ onBack }: { onBack: () => void }) {
  return (
    <main className="flex h-full items-start justify-center overflow-y-auto p-4 sm:items-center">
      <div className="card flex w-full max-w-md flex-col gap-4 p-6">
        <header>
          <h1>Join a workspace</h1>
          <p className="text-soft">It is copied to this device, so that it works without a network.</p>
        </header>
        <ConnectForm as={['account', 'invited']} />
        <div className="border-t pt-4">
          <Button look="quiet" onClick={onBack}>
            Back
          </Button>
        </div>
      </div>
    </main>
  );
}
