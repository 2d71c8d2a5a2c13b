import { err, isPhoneCountry, ok, type Refusal, type Result } from '@satchel/core';
import { type Attention, askedAsNew, isConnected, mattersOf } from '@satchel/sync';
import { z } from 'zod';
import type { SyncStatus } from '../../shared/api.ts';
import type { HandlersOf } from '../../shared/rpc.ts';
import { createConnection } from '../sync/connection.ts';
import type { Connection } from '../sync/connection-options.ts';
import { keepServerAccount, serverAccount } from '../sync/server-account.ts';
import { parseServerAddress } from '../sync/server-address.ts';
import { type ServerOrganization, type ServerRequests, type SignIn, serverRequests } from '../sync/server-requests.ts';
import type { Workspace } from '../workspace/open-workspace.ts';
import { writeProfile } from '../workspace/profile.ts';
import { attentionItems, confirmedRows } from './attention.ts';
import { committedAnswer, intentions, readIntentions } from './changes.ts';
import type { Looking } from './looking.ts';
import { heldByMerge, isAlone } from './merge.ts';
import { keepMergeNote, nothingDecided } from './merge-note.ts';
import { limit, parseParams } from './parse-params.ts';
import { syncQueue } from './queue.ts';
import type { ServiceOptions } from './service-options.ts';
import { write } from './write.ts';

const connecting = z.object({
  address: z.string().max(2000),
  email: z.string().max(320),
  password: z.string().max(200),
  as: z.enum(['account', 'new', 'invited']),
  invitation: z.string().max(2000).optional(),
  name: z.string().max(200).optional(),
  organization: z.string().max(100).optional(),
});
const matterNamed = z.object({ change: z.uuid() });
const repair = z.object({ change: z.uuid(), intentions, label: z.string().max(500) });

const pausing = z.object({ isPaused: z.boolean() });
const queueing = z.object({ limit: limit(500) });

const maxDismissed = 100;

/** How long getting ready for a time without a network is waited for, and how often it is looked at. */
const patienceMs = 15_000;
const lookMs = 50;

const decidedAlready: Refusal = { code: 'decided', message: 'This was decided already, in another window.' };

const onlyOneWorkspace: Refusal = {
  code: 'only-one',
  message: 'Only one workspace can be open here, so that this one cannot be brought into another one.',
};

const hereAlready = (name: string): Refusal => ({
  code: 'here-already',
  message: `${name} is on this device already. Open it by the menu at the top left, and bring this workspace in from its Settings › Server.`,
});

/** Where a window shows what is brought in. */
const mergePath = '/merge';

/** Nothing is left to choose. */
const done = { choose: [], canBeNew: false } as const;

/** What the user answers for an organization that is to be made of this workspace. */
const newOrganization = 'new';

type Connecting = z.infer<typeof connecting>;

/** The connection of the open workspace, which lives as long as it. */
export function connect({ workspace, announce, desk }: ServiceOptions, looking: Looking): Connection {
  const connection = createConnection({
    workspace,
    onChanged: (entities) => announce('changed', { entities }),
    looking: looking.places,
    onPresence: looking.take,
    onState: () => announce('sync', {}),
    isHeld: () => heldByMerge(workspace),
    onRemoved(why) {
      const { name } = workspace.profile();
      void desk?.wipe(`${why} ${name} was removed from this device.`);
    },
    onNotAdopted: (refusals) =>
      announce('trouble', {
        message: `The server did not take this workspace. ${refusals.map(({ message }) => message).join(' ')}`,
      }),
  });
  workspace.onCommitted(() => connection.noticeCommit());
  workspace.beforeClose(connection.stop);
  connection.start();
  return connection;
}

/** Meeting a server, and what comes of it. */
export function syncHandlers(
  { workspace, announce, desk }: ServiceOptions,
  connection: Connection,
): HandlersOf<'sync'> {
  const { store, replica } = workspace;
  /** What was dismissed, so that it can be brought back for as long as the app runs. */
  const dismissed = new Map<string, readonly Attention[]>();
  const matterOf = (change: string) => mattersOf(store.attention()).find(({ id }) => id === change);
  return {
    'sync.status': (): SyncStatus => {
      const account = serverAccount(store);
      return {
        state: connection.state(),
        trouble: connection.trouble(),
        account: account && {
          address: account.address,
          email: account.email,
          organizationName: account.organizationName,
        },
        waiting: isConnected(store) ? store.outbox().filter(({ acceptedAt }) => acceptedAt === null).length : 0,
        attention: mattersOf(store.attention()).length,
        syncedAt: connection.syncedAt(),
      };
    },

    'sync.connect': async (params) => {
      const asked = parseParams(connecting, params);
      const address = parseServerAddress(asked.address);
      if (!address.ok) return err([address.error]);
      const requests = serverRequests(address.value.http);
      const met = await meet(workspace, requests, asked);
      if (!met.ok) return met;
      if (met.value.organization === null) {
        return ok({ choose: met.value.choose, canBeNew: isAlone(workspace) });
      }
      const { organization, signIn, isNew } = met.value;
      const account = {
        address: asked.address.trim(),
        email: signIn.email,
        organization: organization.id,
        organizationName: organization.name,
        member: organization.member,
        refreshToken: signIn.refreshToken,
      };
      if (isAlone(workspace) && !isNew) {
        const from = desk?.list().find(({ isOpen }) => isOpen);
        if (!desk || !from) return err([onlyOneWorkspace]);
        const isHere = desk.list().some(({ server, name }) => server === account.address && name === organization.name);
        if (isHere) return err([hereAlready(organization.name)]);
        const opened = await desk.add((beside) => {
          beside.store.transaction(() => {
            join(beside, organization);
            keepServerAccount(beside.store, { ...account, goesUp: false, deviceKey: null });
            keepMergeNote(beside.store, { from: from.id, name: workspace.profile().name, decisions: nothingDecided });
          });
        }, mergePath);
        return opened.ok ? ok(done) : opened;
      }
      await replica.whenIdle(() =>
        store.transaction(() => {
          if (!workspace.isSetUp()) join(workspace, organization);
          keepServerAccount(store, {
            ...account,
            goesUp: isNew || serverAccount(store)?.goesUp === true,
            deviceKey: serverAccount(store)?.deviceKey ?? null,
          });
        }),
      );
      connection.start();
      announce('changed', { entities: ['workspace'] });
      return ok(done);
    },

    'sync.signOut': async () => {
      await connection.signOut();
      return null;
    },
    'sync.pause': (params) => {
      const { isPaused } = parseParams(pausing, params);
      if (isPaused) connection.pause();
      else connection.start();
      return null;
    },
    'sync.prepare': async () => {
      const isReady = (): boolean => connection.state() === 'online' && !connection.isBusy();
      if (!isReady()) connection.start();
      const end = Date.now() + patienceMs;
      while (!isReady() && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, lookMs));
      return isReady()
        ? ok(null)
        : err([{ code: 'not-ready', message: connection.trouble() ?? 'Not everything is here yet. It goes on.' }]);
    },
    'sync.queue': (params) => syncQueue(workspace, parseParams(queueing, params).limit),
    'sync.attention': () => attentionItems(workspace),
    'sync.repair': async (params) => {
      const { change, intentions, label } = parseParams(repair, params);
      const repaired = await write(workspace, () => {
        const settles = matterOf(change)?.edits.map((one) => one.change.id);
        return settles ? replica.commit(readIntentions(intentions), { label, settles }) : err([decidedAlready]);
      });
      announce('sync', {});
      return committedAnswer(repaired);
    },
    'sync.asNew': (params) => {
      const { change } = parseParams(matterNamed, params);
      const matter = matterOf(change);
      return matter ? askedAsNew(matter, confirmedRows(workspace), workspace.model, workspace.newRecordId) : [];
    },
    'sync.dismiss': async (params) => {
      const { change } = parseParams(matterNamed, params);
      await replica.whenIdle(() => {
        const edits = matterOf(change)?.edits ?? [];
        store.transaction(() => {
          for (const one of edits) store.dropAttention(one.change.id);
        });
        dismissed.set(change, edits);
        const [oldest] = dismissed.keys();
        if (dismissed.size > maxDismissed && oldest !== undefined) dismissed.delete(oldest);
      });
      announce('sync', {});
      return null;
    },
    'sync.undismiss': async (params) => {
      const { change } = parseParams(matterNamed, params);
      await replica.whenIdle(() =>
        store.transaction(() => {
          for (const one of dismissed.get(change) ?? []) store.putAttention(one);
        }),
      );
      dismissed.delete(change);
      announce('sync', {});
      return null;
    },
  };
}

type Met =
  | { readonly organization: null; readonly choose: readonly { id: string; name: string }[] }
  | {
      readonly organization: ServerOrganization;
      readonly signIn: SignIn;
      /** The workspace goes up. */
      readonly isNew: boolean;
    };

/** Signs in, and finds or makes the organization that this workspace is there. */
async function meet(
  workspace: Workspace,
  requests: ServerRequests,
  asked: Connecting,
): Promise<Result<Met, readonly Refusal[]>> {
  const { name, country, timeZone, weekStart } = workspace.profile();
  const known = serverAccount(workspace.store);
  const goesAlone = isAlone(workspace);
  const wanted = { name, country, timeZone, weekStart, member: workspace.me };
  if (asked.as === 'new' && !goesAlone) {
    return err([{ code: 'nothing-to-connect', message: 'Make a workspace first, or sign in with an account.' }]);
  }
  if (asked.as === 'invited' && workspace.isSetUp() && !goesAlone) {
    return err([
      {
        code: 'not-empty',
        message: 'This workspace belongs to an organization already. Add a workspace, and accept the invitation there.',
      },
    ]);
  }
  const signedIn = await signIn(requests, asked, wanted);
  if (!signedIn.ok) return signedIn;
  const { accessToken } = signedIn.value;
  if (goesAlone && asked.as === 'new') {
    const made = await only(requests.organizations(accessToken));
    return made.ok ? ok({ organization: made.value, signIn: signedIn.value, isNew: true }) : made;
  }
  const found = await requests.organizations(accessToken);
  if (!found.ok) return found;
  const choose = found.value.map((one) => ({ id: one.id, name: one.name }));
  if (goesAlone && (asked.organization === newOrganization || choose.length === 0)) {
    const made = await requests.addOrganization(accessToken, wanted);
    return made.ok ? ok({ organization: made.value, signIn: signedIn.value, isNew: true }) : made;
  }
  if (goesAlone && asked.organization === undefined && asked.as === 'account') {
    return ok({ organization: null, choose });
  }
  const id = known?.organization ?? asked.organization;
  const chosen =
    id === undefined && found.value.length === 1 ? found.value[0] : found.value.find((one) => one.id === id);
  if (chosen) return ok({ organization: chosen, signIn: signedIn.value, isNew: false });
  if (known) {
    return err([{ code: 'other-organization', message: `This account does not belong to ${known.organizationName}.` }]);
  }
  if (found.value.length === 0) {
    return err([{ code: 'no-organization', message: 'This account belongs to no organization yet.' }]);
  }
  return ok({ organization: null, choose });
}

function signIn(
  requests: ServerRequests,
  { as, email, password, invitation, name = '' }: Connecting,
  wanted: Parameters<ServerRequests['addOrganization']>[1],
): Promise<Result<SignIn, readonly Refusal[]>> {
  if (as === 'new') return requests.register({ email, password, name, organization: wanted });
  if (as === 'invited') return requests.acceptInvitation(tokenOf(invitation ?? ''), password, name);
  return requests.logIn(email, password);
}

/** Of the link of an invitation, or the token alone. */
const tokenOf = (invitation: string): string =>
  URL.parse(invitation.trim())?.searchParams.get('token') ?? invitation.trim();

async function only<T>(
  asked: Promise<Result<readonly T[], readonly Refusal[]>>,
): Promise<Result<T, readonly Refusal[]>> {
  const found = await asked;
  if (!found.ok) return found;
  const [first] = found.value;
  return first === undefined
    ? err([{ code: 'no-organization', message: 'The server made no organization. Try again.' }])
    : ok(first);
}

/** An empty workspace becomes a member's copy of an organization; its rows follow. */
function join(workspace: Workspace, { name, country, timeZone, weekStart, member }: ServerOrganization): void {
  workspace.setMe(member);
  writeProfile(workspace.store, {
    ...workspace.profile(),
    name,
    country: isPhoneCountry(country) ? country : workspace.profile().country,
    timeZone,
    weekStart: weekStart === 0 || weekStart === 6 ? weekStart : 1,
  });
}
