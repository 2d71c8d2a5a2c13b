import { currencies, isPhoneCountry, type Refusal } from '@satchel/core';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { useBackend } from '../data/backend.tsx';
import { queryClient } from '../data/queries.ts';
import { Button } from '../ui/button.tsx';
import { CountrySelect } from '../ui/country-select.tsx';

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
  const [busy, setBusy] = useState<Choice | null>(null);
  const [refusals, setRefusals] = useState<readonly Refusal[]>([]);
  const begin = async (choice: Choice) => {
    setBusy(choice);
    // Before the call: the shell comes as soon as the workspace is there, while sample data is still on its way, and
    // must not be taken elsewhere then.
    navigate(choice === 'import' ? '/import' : '/');
    const result = await backend.call('workspace.create', {
      name,
      userName,
      currency,
      country,
      withSample: choice === 'sample',
    });
    if (!result.ok) {
      setBusy(null);
      return setRefusals(result.error);
    }
    await queryClient.invalidateQueries();
  };
  return (
    <main className="flex h-full items-start justify-center overflow-y-auto p-4 sm:items-center">
      <div className="card flex w-full max-w-md flex-col gap-4 p-6">
        <header>
          <h1>Welcome to Satchel</h1>
          <p className="text-soft">Your CRM lives on this device and works without a network.</p>
        </header>
        {refusals.length > 0 && (
          <div role="alert" className="rounded-control border border-bad bg-bad-soft px-3 py-2 text-bad">
            {refusals.map((refusal) => (
              <p key={refusal.code}>{refusal.message}</p>
            ))}
          </div>
        )}
        <Field label="Workspace name">
          <input className="control" value={name} onChange={(event) => setName(event.target.value)} />
        </Field>
        <Field label="Your name">
          <input
            className="control"
            autoComplete="name"
            value={userName}
            onChange={(event) => setUserName(event.target.value)}
          />
        </Field>
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
              look={choice === 'now' ? 'primary' : 'plain'}
              disabled={busy !== null}
              className="h-auto! flex-col items-start! gap-0! py-2 text-left whitespace-normal!"
              onClick={() => void begin(choice)}
            >
              <span>{busy === choice ? 'One moment …' : words[choice].title}</span>
              <span className="text-label font-normal">{words[choice].detail}</span>
            </Button>
          ))}
        </div>
      </div>
    </main>
  );
}

function Field({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child
    <label className="flex flex-col gap-1">
      <span className="text-label font-medium text-soft">{label}</span>
      {children}
    </label>
  );
}
