import {
  err,
  isCurrency,
  isPhoneCountry,
  may,
  ok,
  type PhoneCountry,
  type Refusal,
  type Result,
  setupIntentions,
  type WeekStart,
} from '@satchel/core';
import { z } from 'zod';
import type { HandlersOf } from '../../shared/rpc.ts';
import type { Workspace } from '../workspace/open-workspace.ts';
import { writeProfile } from '../workspace/profile.ts';
import { importSample, sampleGroup } from './import.ts';
import { parseParams } from './parse-params.ts';
import type { ServiceOptions } from './service-options.ts';
import { write } from './write.ts';

const newWorkspace = z.object({
  name: z.string().trim().max(100),
  userName: z.string().trim().max(100),
  currency: z.string().refine(isCurrency, 'is no currency'),
  country: z.string().refine(isPhoneCountry, 'is no country'),
  withSample: z.boolean(),
});
const renaming = z.object({ name: z.string().trim().max(100) });

/** The workspace itself: its state, its first screen, its name. */
export function workspaceHandlers({ workspace, host, version, announce }: ServiceOptions): HandlersOf<'workspace'> {
  const changed = (): void => announce('changed', { entities: ['workspace'] });
  return {
    'workspace.status': () => {
      const { name, currency, country, timeZone, weekStart } = workspace.profile();
      return {
        state: workspace.isSetUp() ? 'ready' : 'new',
        name,
        me: workspace.me,
        role: workspace.role(),
        currency,
        country,
        timeZone,
        weekStart: weekStart === 0 || weekStart === 6 ? weekStart : 1,
        host,
        sampleGroup: sampleGroup(workspace),
        version,
      };
    },

    'workspace.create': async (params) => {
      const { name, userName, currency, country, withSample } = parseParams(newWorkspace, params);
      const unnamed = unnamedIn({ name, userName });
      if (unnamed.length > 0) return err(unnamed);
      const created = await createWorkspace(workspace, { name, userName, currency, country });
      if (!created.ok) return created;
      changed();
      if (!withSample) return ok({ group: null });
      const sample = await importSample(workspace);
      return sample.ok ? ok({ group: sample.value.group }) : sample;
    },

    'workspace.rename': async (params) => {
      const { name } = parseParams(renaming, params);
      if (!may(workspace.asker().actor, 'settings.manage')) return err([mayNotRename]);
      const unnamed = unnamedIn({ name });
      if (unnamed.length > 0) return err(unnamed);
      const renamed = await write(workspace, () => {
        writeProfile(workspace.store, { ...workspace.profile(), name });
        return ok(null);
      });
      changed();
      return renamed;
    },
  };
}

const mayNotRename: Refusal = {
  code: 'not-allowed',
  message: 'You may not rename the workspace. Ask an owner or admin.',
};

const askFor = { name: 'Give the workspace a name.', userName: 'Say what you are called.' } as const;

/** A refusal for each name that was left empty. */
function unnamedIn(names: { readonly name: string; readonly userName?: string }): readonly Refusal[] {
  const fields = ['name', 'userName'] as const;
  return fields
    .filter((field) => names[field] === '')
    .map((field) => ({ code: `${field}-needed`, field, message: askFor[field] }));
}

/** What the first screen asks. */
export interface NewWorkspace {
  readonly name: string;
  readonly userName: string;
  readonly currency: string;
  readonly country: PhoneCountry;
  /** IANA; that of this machine when it is absent. */
  readonly timeZone?: string;
}

/** Makes the user its owner and lays out the default pipelines. A workspace that is set up stays as it is. */
export const createWorkspace = (
  workspace: Workspace,
  { name, userName, currency, country, timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone }: NewWorkspace,
): Promise<Result<null, readonly Refusal[]>> =>
  write(workspace, () => {
    const { store, replica, me, newRecordId, newGroup } = workspace;
    if (workspace.isSetUp()) return ok(null);
    store.begin();
    try {
      // First, since the change is judged with it.
      writeProfile(store, { name, currency, country, timeZone, weekStart: weekStartOf(country) });
      const made = replica.commit(setupIntentions({ id: me, name: userName }, newRecordId), {
        cause: { kind: 'setup', group: newGroup() },
      });
      if (!made.ok) {
        store.rollback();
        return made;
      }
      store.setMeta('me', me);
      store.commit();
      return ok(null);
    } catch (error) {
      store.rollback();
      throw error;
    }
  });

/** The first day of the week in the countries where it is not Monday: CLDR's supplemental data, `weekData`. */
function weekStartOf(country: string): WeekStart {
  if (sundayFirst.has(country)) return 0;
  return saturdayFirst.has(country) ? 6 : 1;
}

const sundayFirst: ReadonlySet<string> = new Set(
  'AG AS BD BR BS BT BW BZ CA CO DM DO ET GT GU HK HN ID IL IN JM JP KE KH KR LA MH MM MO MT MX MZ NI NP PA PE PH PK PR PT PY SA SG SV TH TT TW UM US VE VI WS YE ZA ZW'.split(
    ' ',
  ),
);
const saturdayFirst: ReadonlySet<string> = new Set('AE AF BH DJ DZ EG IQ IR JO KW LY OM QA SD SY'.split(' '));
