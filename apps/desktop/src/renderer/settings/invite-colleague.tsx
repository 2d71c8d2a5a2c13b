import { type Refusal, type Role, roles } from '@satchel/core';
import { useState } from 'react';
import { toast } from 'sonner';
import { answered } from '../data/answered.ts';
import { useBackend } from '../data/backend.tsx';
import { Field } from '../first-run/name-field.tsx';
import { choiceLabel } from '../format/values.ts';
import { ConnectField } from '../sync/connect-field.tsx';
import { Button } from '../ui/button.tsx';

interface Invited {
  readonly email: string;
  /** Null: it was mailed. */
  readonly link: string | null;
}

/** Adds a colleague to the organization, with a link by which they join. */
export function InviteColleague({ by }: { by: Role }) {
  const backend = useBackend();
  const [email, setEmail] = useState('');
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('member');
  const [refusals, setRefusals] = useState<readonly Refusal[]>([]);
  const [invited, setInvited] = useState<Invited | null>(null);
  const [isBusy, setBusy] = useState(false);
  const general = refusals.filter(({ field }) => field !== 'email');
  const invite = async () => {
    setBusy(true);
    const result = await answered(backend.call('account.invite', { email, name, role }));
    setBusy(false);
    setRefusals(result.ok ? [] : result.error);
    setInvited(result.ok ? { email, link: result.value.link } : null);
    if (!result.ok) return;
    setEmail('');
    setName('');
  };
  return (
    <form
      aria-label="Invite a colleague"
      noValidate
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBusy) void invite();
      }}
    >
      <h3 className="text-label font-medium text-soft">Invite a colleague</h3>
      <div className="grid grid-cols-[1fr_1fr_8rem] items-start gap-3 max-sm:grid-cols-1">
        <ConnectField
          label="E-mail"
          name="colleague-email"
          type="email"
          autoComplete="off"
          value={email}
          problem={refusals.find(({ field }) => field === 'email')?.message}
          onChange={setEmail}
        />
        <ConnectField
          label="Name"
          name="colleague-name"
          autoComplete="off"
          value={name}
          problem={undefined}
          onChange={setName}
        />
        <Field label="Role">
          <select className="control" value={role} onChange={(event) => setRole(roleNamed(event.target.value))}>
            {roles
              .filter((one) => one !== 'owner' || by === 'owner')
              .map((one) => (
                <option key={one} value={one}>
                  {choiceLabel(undefined, one)}
                </option>
              ))}
          </select>
        </Field>
      </div>
      {general.length > 0 && (
        <p role="alert" className="text-label text-bad">
          {general.map(({ message }) => message).join(' ')}
        </p>
      )}
      <div>
        <Button type="submit" disabled={isBusy || email.trim() === ''}>
          {isBusy ? 'One moment …' : 'Invite'}
        </Button>
      </div>
      {invited !== null && <Invitation {...invited} />}
    </form>
  );
}

const roleNamed = (name: string): Role => roles.find((one) => one === name) ?? 'member';

function Invitation({ email, link }: Invited) {
  if (link === null) return <output className="text-soft">The server has mailed an invitation to {email}.</output>;
  const copy = async () => {
    await navigator.clipboard.writeText(link);
    toast('The link was copied');
  };
  return (
    <div className="flex flex-col gap-1">
      <div className="flex items-end gap-2">
        <div className="min-w-0 flex-1">
          <Field label={`Link for ${email}`}>
            <input className="control" readOnly value={link} onFocus={(event) => event.target.select()} />
          </Field>
        </div>
        <Button className="h-8!" onClick={() => void copy()}>
          Copy
        </Button>
      </div>
      <p className="text-label text-soft">
        Bring it to them: on their device they choose Join a workspace and I was invited. It is good once, and is not
        shown again.
      </p>
    </div>
  );
}
