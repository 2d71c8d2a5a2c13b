import { Laptop } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import type { AccountView } from '../../shared/api.ts';
import { answered } from '../data/answered.ts';
import { useBackend } from '../data/backend.tsx';
import { sentences } from '../data/commit.ts';
import { instantText } from '../format/values.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';

type Device = AccountView['devices'][number];

const nameOf = ({ name, device }: Device): string => (name === '' ? `Device ${device}` : name);

const whose = ({ isThis, isOwn, seenAt }: Device): string =>
  isThis ? 'This device' : `Seen ${instantText(seenAt)}${isOwn ? '' : ' · of a colleague'}`;

/** The devices that hold a copy of the workspace; each but this one can be cut off. */
export function DeviceList({ devices, onChanged }: { devices: readonly Device[]; onChanged: () => void }) {
  const backend = useBackend();
  const [revoked, setRevoked] = useState<Device | null>(null);
  const [isBusy, setBusy] = useState(false);
  const shown = devices.filter(({ isRevoked }) => !isRevoked).toSorted((a, b) => b.seenAt - a.seenAt);
  const revoke = async ({ device }: Device) => {
    setBusy(true);
    const done = await answered(backend.call('account.revoke', { device }));
    setBusy(false);
    setRevoked(null);
    if (done.ok) toast('The device was signed out');
    else toast.error(sentences(done.error));
    onChanged();
  };
  return (
    <section aria-label="Devices" className="flex flex-col gap-2">
      <h3 className="text-label font-medium text-soft">Devices</h3>
      <ul className="card divide-y">
        {shown.map((device) => (
          <li key={device.device} className="flex min-h-10 flex-wrap items-center gap-x-3 gap-y-1 px-3 py-1.5">
            <Laptop aria-hidden className="size-4 shrink-0 text-soft" strokeWidth={1.75} />
            <span className="min-w-0 flex-1">
              <span className="block truncate font-medium">{nameOf(device)}</span>
              <span className="block truncate text-label text-faint">{whose(device)}</span>
            </span>
            {!device.isThis && (
              <Button look="danger" aria-label={`Revoke ${nameOf(device)}`} onClick={() => setRevoked(device)}>
                Revoke
              </Button>
            )}
          </li>
        ))}
      </ul>
      {revoked && (
        <Dialog title={`Revoke ${nameOf(revoked)}?`} isOpen onClose={() => setRevoked(null)} widthPx={440}>
          <p className="p-4">
            It is signed out at once. As soon as it goes online, what was done there and not sent goes up for an admin
            to decide about, and its copy of this workspace is erased.
          </p>
          <footer className="flex justify-end gap-2 border-t px-4 py-3">
            <Button onClick={() => setRevoked(null)}>Cancel</Button>
            <Button look="danger" disabled={isBusy} onClick={() => void revoke(revoked)}>
              Revoke
            </Button>
          </footer>
        </Dialog>
      )}
    </section>
  );
}
