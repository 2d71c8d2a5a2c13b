import type { Refusal } from '@satchel/core';
import { useRef, useState } from 'react';
import { answered } from '../data/answered.ts';
import { useBackend } from '../data/backend.tsx';
import { queryClient } from '../data/queries.ts';
import { Button } from '../ui/button.tsx';
import { Segments } from '../ui/segments.tsx';
import { ConnectField } from './connect-field.tsx';

/** How somebody says who they are to a server. */
export type As = 'account' | 'new' | 'invited';

const choices: Readonly<Record<As, string>> = {
  account: 'I have an account',
  new: 'Create an account',
  invited: 'I was invited',
};

const verbs: Readonly<Record<As, string>> = { account: 'Sign in', new: 'Create and connect', invited: 'Join' };

interface ConnectFormProps {
  /** Those that make sense here, the first to begin with. */
  readonly as: readonly [As, ...As[]];
  /** What is known already, and not to be typed again. */
  readonly known?: { readonly address: string; readonly email: string };
  readonly onDone?: () => void;
  /** A workspace that lives here alone, which becomes an organization or is brought into one. */
  readonly isConnecting?: boolean;
}

/** Meets a server: signs in, makes an account or accepts an invitation. */
export function ConnectForm({ as: offered, known, onDone, isConnecting = false }: ConnectFormProps) {
  const backend = useBackend();
  const form = useRef<HTMLFormElement>(null);
  const [as, setAs] = useState<As>(offered[0]);
  const [values, setValues] = useState({
    address: known?.address ?? '',
    email: known?.email ?? '',
    password: '',
    name: '',
    invitation: '',
  });
  const [organizations, setOrganizations] = useState<readonly { id: string; name: string }[]>([]);
  const [organization, setOrganization] = useState<string | null>(null);
  const [refusals, setRefusals] = useState<readonly Refusal[]>([]);
  const [isBusy, setBusy] = useState(false);

  const field = (name: keyof typeof values) => ({
    name,
    value: values[name],
    problem: refusals.find((refusal) => refusal.field === name)?.message,
    onChange: (value: string) => setValues({ ...values, [name]: value }),
  });
  const general = refusals.filter((refusal) => refusal.field === undefined || !(refusal.field in values));

  const connect = async () => {
    setBusy(true);
    setRefusals([]);
    const { address, email, password, name, invitation } = values;
    const result = await answered(
      backend.call('sync.connect', {
        address,
        email,
        password,
        as,
        ...(name === '' ? {} : { name }),
        ...(invitation === '' ? {} : { invitation: invitation.trim() }),
        ...(organization === null ? {} : { organization }),
      }),
    );
    setBusy(false);
    if (!result.ok) {
      setRefusals(result.error);
      const named = result.error.find((refusal) => refusal.field !== undefined)?.field;
      if (named !== undefined) form.current?.querySelector<HTMLElement>(`[name="${named}"]`)?.focus();
      return;
    }
    const { choose, canBeNew } = result.value;
    const offers = [...choose, ...(canBeNew && choose.length > 0 ? [{ id: 'new', name: 'A new one' }] : [])];
    setOrganizations(offers);
    if (offers.length > 0) {
      setOrganization(offers[0]?.id ?? null);
      return;
    }
    await queryClient.invalidateQueries();
    onDone?.();
  };

  return (
    <form
      ref={form}
      noValidate
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBusy) void connect();
      }}
    >
      {offered.length > 1 && (
        <Segments
          label="Who you are there"
          options={offered.map((value) => ({ value, label: choices[value] }))}
          value={as}
          onChange={(next) => {
            setAs(next);
            setRefusals([]);
          }}
        />
      )}
      {general.length > 0 && (
        <div role="alert" className="rounded-control border border-bad bg-bad-soft px-3 py-2 text-bad">
          {general.map((refusal) => (
            <p key={refusal.code}>{refusal.message}</p>
          ))}
        </div>
      )}
      {known === undefined && (
        <ConnectField
          label="Server"
          type="url"
          placeholder="https://crm.example.com"
          autoComplete="url"
          {...field('address')}
        />
      )}
      {as === 'invited' && (
        <ConnectField
          label="Invitation"
          placeholder="The link that you were given"
          autoComplete="off"
          {...field('invitation')}
        />
      )}
      {as !== 'account' && <ConnectField label="Your name" autoComplete="name" {...field('name')} />}
      {as !== 'invited' && known === undefined && (
        <ConnectField label="E-mail" type="email" autoComplete="username" {...field('email')} />
      )}
      <ConnectField
        label={as === 'account' ? 'Password' : 'Choose a password'}
        type="password"
        autoComplete={as === 'account' ? 'current-password' : 'new-password'}
        {...field('password')}
      />
      {organizations.length > 0 && (
        <Segments
          label={isConnecting ? 'Which organization this workspace goes into' : 'Which organization'}
          options={organizations.map(({ id, name }) => ({ value: id, label: name }))}
          value={organization ?? ''}
          onChange={setOrganization}
        />
      )}
      {isConnecting && organizations.length > 0 && (
        <p className="text-label text-soft">
          {organization === 'new'
            ? 'This workspace becomes an organization of its own, with its history.'
            : 'It is opened beside this workspace. You see what both have and decide what becomes one before anything is sent.'}
        </p>
      )}
      <div>
        <Button type="submit" look="primary" className="h-8!" disabled={isBusy}>
          {isBusy ? 'One moment …' : organizations.length > 0 ? 'Go on' : verbs[as]}
        </Button>
      </div>
    </form>
  );
}
