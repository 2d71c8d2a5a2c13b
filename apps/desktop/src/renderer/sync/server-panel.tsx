import type { SyncStatus } from '../../shared/api.ts';
import { useBackend } from '../data/backend.tsx';
import { instantText, sizeText } from '../format/values.ts';
import { BringIn } from '../merge/bring-in.tsx';
import { Button } from '../ui/button.tsx';
import { Loading } from '../ui/loading.tsx';
import { ConnectForm } from './connect-form.tsx';
import { PrepareOffline } from './prepare-offline.tsx';
import { useQueue } from './queue.tsx';
import { SignOut } from './sign-out.tsx';
import { syncWords, useSyncStatus } from './sync-status.ts';

/** The server of this workspace: to connect to, to sign in to again, to sign out of. */
export function ServerPanel() {
  const backend = useBackend();
  const { data } = useSyncStatus();
  const sizeBytes = useQueue().data?.sizeBytes;
  if (!data) return <Loading />;
  const { state, account, waiting, syncedAt } = data;
  if (account === null) {
    return (
      <div className="flex flex-col gap-4">
        <p className="text-soft">
          This workspace lives on this device alone. Connect it to your team’s server to work on it together and on
          other devices; everything stays here as well, and works without a network as before.
        </p>
        <ConnectForm as={['new', 'account', 'invited']} isConnecting />
      </div>
    );
  }
  const { label, detail } = syncWords(data);
  const rows = [
    ['Organization', account.organizationName],
    ['Server', account.address],
    ['Signed in as', account.email],
    ['State', label],
    ['In step last', syncedAt === null ? 'Not since the app started' : instantText(syncedAt)],
    ['Size on this device', sizeBytes === undefined ? '…' : sizeText(sizeBytes)],
    [
      'Waiting to be sent',
      waiting === 0 ? 'Nothing' : waiting === 1 ? '1 change' : `${waiting.toLocaleString('en-US')} changes`,
    ],
  ] as const;
  return (
    <div className="flex flex-col gap-4">
      {state === 'signed-out' && (
        <>
          <p className="text-soft">{detail}</p>
          <ConnectForm as={['account']} known={account} />
        </>
      )}
      <dl className="card divide-y">
        {rows.map(([name, value]) => (
          <div
            key={name}
            className="flex min-h-9 items-center gap-3 px-3 py-1.5 max-sm:flex-col max-sm:items-start max-sm:gap-0"
          >
            <dt className="w-44 shrink-0 text-soft">{name}</dt>
            <dd className="min-w-0 break-words">{value}</dd>
          </div>
        ))}
      </dl>
      {state !== 'online' && state !== 'signed-out' && <p className="text-soft">{detail}</p>}
      <div className="flex flex-wrap gap-2">
        {pausable.has(state) && (
          <Button onClick={() => void backend.call('sync.pause', { isPaused: state !== 'paused' })}>
            {state === 'paused' ? 'Go on' : 'Pause'}
          </Button>
        )}
        {preparable.has(state) && <PrepareOffline />}
        <SignOut status={data} />
      </div>
      <BringIn />
    </div>
  );
}

const pausable: ReadonlySet<SyncStatus['state']> = new Set(['online', 'offline', 'loading', 'paused']);
const preparable: ReadonlySet<SyncStatus['state']> = new Set(['online', 'offline', 'loading']);
