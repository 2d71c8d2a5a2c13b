import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { AccountView } from '../../shared/api.ts';
import { answered } from '../data/answered.ts';
import { useBackend } from '../data/backend.tsx';
import { sentences } from '../data/commit.ts';
import { Field } from '../first-run/name-field.tsx';
import { choiceLabel } from '../format/values.ts';
import { useSyncStatus } from '../sync/sync-status.ts';
import { Button } from '../ui/button.tsx';
import { Loading } from '../ui/loading.tsx';
import { DeviceList } from './device-list.tsx';
import { InviteColleague } from './invite-colleague.tsx';

/** The user's name, address and role at the server, and the devices that hold the workspace. */
export function AccountSettings() {
  const backend = useBackend();
  const state = useSyncStatus().data?.state;
  const { data, refetch } = useQuery({
    queryKey: ['account', state],
    queryFn: () => answered(backend.call('account.get', {})),
    staleTime: 0,
    placeholderData: (previous) => previous,
  });
  if (!data) return <Loading />;
  if (!data.ok) {
    return (
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="text-soft">{sentences(data.error)}</p>
        <Button onClick={() => void refetch()}>Try again</Button>
      </div>
    );
  }
  const changed = () => void refetch();
  return (
    <div className="flex flex-col gap-4">
      <Profile key={data.value.email} account={data.value} onChanged={changed} />
      <DeviceList devices={data.value.devices} onChanged={changed} />
      {(data.value.role === 'owner' || data.value.role === 'admin') && <InviteColleague by={data.value.role} />}
    </div>
  );
}

function Profile({ account, onChanged }: { account: AccountView; onChanged: () => void }) {
  const backend = useBackend();
  const { email, isVerified, role } = account;
  const [firstName, setFirstName] = useState(account.firstName);
  const [lastName, setLastName] = useState(account.lastName);
  const [problem, setProblem] = useState<string | null>(null);
  const isSame = firstName === account.firstName && lastName === account.lastName;
  const save = async () => {
    const renamed = await answered(backend.call('account.rename', { firstName, lastName }));
    setProblem(renamed.ok ? null : sentences(renamed.error));
    if (renamed.ok) onChanged();
  };
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <div className="grid grid-cols-2 gap-3 max-sm:grid-cols-1">
        <Field label="First name">
          <input
            className="control"
            maxLength={200}
            value={firstName}
            onChange={(event) => setFirstName(event.target.value)}
          />
        </Field>
        <Field label="Last name">
          <input
            className="control"
            maxLength={200}
            value={lastName}
            onChange={(event) => setLastName(event.target.value)}
          />
        </Field>
      </div>
      <p className="text-soft">
        {email}
        {isVerified ? '' : ', not confirmed yet'} · {choiceLabel(undefined, role)}
      </p>
      {problem !== null && (
        <p role="alert" className="text-label text-bad">
          {problem}
        </p>
      )}
      <div>
        <Button type="submit" disabled={isSame}>
          Save
        </Button>
      </div>
    </form>
  );
}
