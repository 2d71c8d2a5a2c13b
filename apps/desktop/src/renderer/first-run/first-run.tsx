import { currencies, isPhoneCountry, type Refusal } from '@satchel/core';
import { useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { answered } from '../data/answered.ts';
import { useBackend } from '../data/backend.tsx';
import { queryClient } from '../data/queries.ts';
import { Button } from '../ui/button.tsx';
import { CountrySelect } from '../ui/country-select.tsx';
import { OtherWorkspaces } from '../workspaces/other-workspaces.tsx';
import { JoinWorkspace } from './join-workspace.tsx';
import { Field, NameField } from './name-field.tsx';

type Choice = 'now' | 'sample' | 'import';

const words: Readonly<Record<Choice, { readonly title: string; readonly detail: string }>> = {
  now: { title: 'Use it now', detail: 'Start with an empty workspace on this device.' },
  sample: { title: 'Look around with sample data', detail: 'Companies, people and deals. One click removes them.' },
  import: { title: 'Import a folder', detail: 'Bring CSV files from another tool.' },
};

const region = new Intl.Locale(navigator.language).maximize().region ?? 'US';
const currencyByRegion: Readonly<Record<string, string>> = {
  US: 'USD',
  GB: 'GBP',
  CH: 'CHF',
  JP: 'JPY',
  CA: 'CAD',
  AU: 'AUD',
  IN: 'INR',
};
const euro = 'AT BE CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK'.split(' ');

export function FirstRun() {
  const backend = useBackend();
  const [, navigate] = useLocation();
  const [name, setName] = useState('My workspace');
  const [userName, setUserName] = useState('');
  const [currency, setCurrency] = useState(currencyByRegion[region] ?? (euro.includes(region) ? 'EUR' : 'USD'));
  const [country, setCountry] = useState<string>(isPhoneCountry(region) ? region : 'US');
  const [isJoining, setJoining] = useState(false);
  const [busy, setBusy] = useState<Choice | null>(null);
  const [refusals, setRefusals] = useState<readonly Refusal[]>([]);
  const form = useRef<HTMLFormElement>(null);
  const problemOf = (field: string) => refusals.find((refusal) => refusal.field === field)?.message;
  const general = refusals.filter((refusal) => refusal.field === undefined);
  const begin = async (choice: Choice) => {
    setBusy(choice);
    // Before the call: the shell comes as soon as the workspace is there, while sample data is still on its way, and
    // must not be taken elsewhere then.
    navigate(choice === 'import' ? '/import' : '/');
    const withSample = choice === 'sample';
    const result = await answered(backend.call('workspace.create', { name, userName, currency, country, withSample }));
    if (!result.ok) {
      setBusy(null);
      setRefusals(result.error);
      const [first] = result.error;
      if (first?.field !== undefined) form.current?.querySelector<HTMLElement>(`[name="${first.field}"]`)?.focus();
      return;
    }
    await queryClient.invalidateQueries();
  };
  if (isJoining) return <JoinWorkspace onBack={() => setJoining(false)} />;
  return (
    <main className="flex h-full items-start justify-center overflow-y-auto p-4 sm:items-center">
      <form
        ref={form}
        noValidate
        className="card flex w-full max-w-md flex-col gap-4 p-6"
        onSubmit={(event) => {
          event.preventDefault();
          if (busy === null) void begin('now');
        }}
      >
        <header>
          <h1>Welcome to Satchel</h1>
          <p className="text-soft">Your CRM lives on this device and works without a network.</p>
        </header>
        <OtherWorkspaces />
        {general.length > 0 && (
          <div role="alert" className="rounded-control border border-bad bg-bad-soft px-3 py-2 text-bad">
            {general.map((refusal) => (
              <p key={refusal.code}>{refusal.message}</p>
            ))}
          </div>
        )}
        <NameField label="Workspace name" name="name" value={name} problem={problemOf('name')} onChange={setName} />
        <NameField
          label="Your name"
          name="userName"
          autoComplete="name"
          value={userName}
          problem={problemOf('userName')}
          onChange={setUserName}
        />
        <div className="grid grid-cols-2 gap-3">
          <Field label="Currency">
            <select className="control" value={currency} onChange={(event) => setCurrency(event.target.value)}>
              {currencies.map((code) => (
                <option key={code}>{code}</option>
              ))}
            </select>
          </Field>
          <Field label="Country">
            <CountrySelect value={country} onChange={setCountry} />
          </Field>
        </div>
        <div className="flex flex-col gap-2 border-t pt-4">
          {(['now', 'sample', 'import'] as const).map((choice) => (
            <Button
              key={choice}
              type={choice === 'now' ? 'submit' : 'button'}
              look={choice === 'now' ? 'primary' : 'plain'}
              disabled={busy !== null}
              className="h-auto! flex-col items-start! gap-0! py-2 text-left whitespace-normal!"
              {...(choice === 'now' ? {} : { onClick: () => void begin(choice) })}
            >
              <span>{busy === choice ? 'One moment …' : words[choice].title}</span>
              <span className="text-label font-normal">{words[choice].detail}</span>
            </Button>
          ))}
          <Button
            look="plain"
            disabled={busy !== null}
            className="h-auto! flex-col items-start! gap-0! py-2 text-left whitespace-normal!"
            onClick={() => setJoining(true)}
          >
            <span>Join a workspace</span>
            <span className="text-label font-normal">Sign in to your team’s server.</span>
          </Button>
        </div>
      </form>
    </main>
  );
}
