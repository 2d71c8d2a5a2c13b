import { useState } from 'react';
import { toast } from 'sonner';
import type { SyncStatus } from '../../shared/api.ts';
import { answered } from '../data/answered.ts';
import { useBackend } from '../data/backend.tsx';
import { sentences } from '../data/commit.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { useWorkspaces } from '../workspaces/use-workspaces.ts';

const counted = (count: number, one: string, many: string): string =>
  count === 1 ? `1 ${one}` : `${count.toLocaleString('en-US')} ${many}`;

/** What is nowhere else, in words; null: nothing. */
function lostWith({ waiting, attention }: SyncStatus): string | null {
  const parts = [
    ...(waiting > 0 ? [`${counted(waiting, 'edit was', 'edits were')} not sent`] : []),
    ...(attention > 0 ? [`${counted(attention, 'edit needs', 'edits need')} your attention`] : []),
  ];
  return parts.length === 0 ? null : `${parts.join(', and ')}. That is lost when the workspace is removed.`;
}

/** Signs out, and leaves the workspace on this device or removes it. */
export function SignOut({ status }: { status: SyncStatus }) {
  const backend = useBackend();
  const canWipe = useWorkspaces().data?.canAdd === true;
  const [isOpen, setOpen] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const lost = lostWith(status);
  const isSignedOut = status.state === 'signed-out' || status.state === 'removed';
  const signOut = async (isWiped: boolean) => {
    setBusy(true);
    if (!isSignedOut) await backend.call('sync.signOut', {});
    const wiped = isWiped ? await answered(backend.call('workspaces.wipe', {})) : null;
    if (wiped?.ok === false) toast.error(sentences(wiped.error));
    setBusy(false);
    setOpen(false);
  };
  return (
    <>
      <Button disabled={isBusy} onClick={() => setOpen(true)}>
        {isSignedOut ? 'Remove from this device' : 'Sign out'}
      </Button>
      <Dialog
        title={isSignedOut ? 'Remove from this device' : 'Sign out'}
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        widthPx={440}
      >
        <div className="flex flex-col gap-3 p-4">
          {!isSignedOut && (
            <p>
              Kept on this device, you go on working with it and sign in again to send and receive. Removed, its
              database, its keys and every copy of it are erased here; on the server it stays.
            </p>
          )}
          {isSignedOut && <p>Its database, its keys and every copy of it are erased here; on the server it stays.</p>}
          {lost !== null && (
            <p role="alert" className="rounded-control border border-bad bg-bad-soft px-3 py-2 text-bad">
              {lost}
            </p>
          )}
        </div>
        <footer className="flex flex-wrap justify-end gap-2 border-t px-4 py-3">
          {canWipe && (
            <Button look="danger" disabled={isBusy} onClick={() => void signOut(true)}>
              {isSignedOut ? 'Remove' : 'Sign out and remove'}
            </Button>
          )}
          {!isSignedOut && (
            <Button look="primary" disabled={isBusy} onClick={() => void signOut(false)}>
              Sign out, keep it here
            </Button>
          )}
        </footer>
      </Dialog>
    </>
  );
}
