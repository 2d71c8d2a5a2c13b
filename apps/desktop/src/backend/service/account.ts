import { err, ok, type Refusal, type Result, roles } from '@satchel/core';
import { z } from 'zod';
import type { HandlersOf } from '../../shared/rpc.ts';
import type { Connection } from '../sync/connection-options.ts';
import { serverAccount } from '../sync/server-account.ts';
import { parseServerAddress } from '../sync/server-address.ts';
import { type ServerRequests, serverRequests } from '../sync/server-requests.ts';
import { parseParams } from './parse-params.ts';
import type { ServiceOptions } from './service-options.ts';

const words = z.string().trim().max(200);
const renaming = z.object({ firstName: words, lastName: words });
const inviting = z.object({ email: z.string().trim().max(320), name: words, role: z.enum(roles) });
const deviceNamed = z.object({ device: z.string().max(40) });

const notReached: Refusal = {
  code: 'not-connected',
  message: 'The server cannot be asked now. Your account is shown when it can be reached again.',
};

/** The user's account at the server, and the devices that hold the workspace; asked of the server each time. */
export function accountHandlers(
  { workspace }: ServiceOptions,
  connection: Pick<Connection, 'accessToken'>,
): HandlersOf<'account'> {
  const asked = async <T>(
    ask: (requests: ServerRequests, token: string, organization: string) => Promise<Result<T, readonly Refusal[]>>,
  ): Promise<Result<T, readonly Refusal[]>> => {
    const account = serverAccount(workspace.store);
    const token = connection.accessToken();
    const address = account && parseServerAddress(account.address);
    if (!account || token === null || !address?.ok) return err([notReached]);
    return await ask(serverRequests(address.value.http), token, account.organization);
  };
  return {
    'account.get': () =>
      asked(async (requests, token, organization) => {
        const [profile, devices] = await Promise.all([requests.profile(token), requests.devices(token, organization)]);
        if (!profile.ok) return profile;
        if (!devices.ok) return devices;
        return ok({
          ...profile.value,
          role: workspace.role(),
          devices: devices.value.map((one) => ({ ...one, isThis: one.device === workspace.device() })),
        });
      }),
    'account.rename': async (params) => {
      const name = parseParams(renaming, params);
      const renamed = await asked((requests, token) => requests.rename(token, name));
      return renamed.ok ? ok(null) : renamed;
    },
    'account.invite': (params) => {
      const colleague = parseParams(inviting, params);
      return asked(async (requests, token, organization) => {
        const invited = await requests.invite(token, organization, colleague);
        return invited.ok ? ok({ link: invited.value }) : invited;
      });
    },
    'account.revoke': (params) => {
      const { device } = parseParams(deviceNamed, params);
      return asked((requests, token, organization) => requests.revokeDevice(token, { organization, device }));
    },
  };
}
