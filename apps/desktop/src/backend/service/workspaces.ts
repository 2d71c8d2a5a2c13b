import { err, type Refusal } from '@satchel/core';
import { isConnected } from '@satchel/sync';
import { z } from 'zod';
import type { HandlersOf } from '../../shared/rpc.ts';
import { serverAccount } from '../sync/server-account.ts';
import { parseParams } from './parse-params.ts';
import type { ServiceOptions } from './service-options.ts';

const named = z.object({ id: z.string().max(40) });

const onlyOne: Refusal = { code: 'only-one', message: 'One workspace is open here, and no other can be.' };

/** Which workspaces are on this device; a host that keeps several has a desk for them. */
export function workspacesHandlers({ workspace, desk }: ServiceOptions): HandlersOf<'workspaces'> {
  const { store } = workspace;
  const line = () => ({
    id: 'first',
    name: workspace.profile().name,
    server: serverAccount(store)?.address ?? null,
    isOpen: true,
  });
  return {
    'workspaces.list': () => ({
      workspaces: desk?.list() ?? [line()],
      canAdd: desk !== undefined,
      notice: desk?.notice() ?? null,
    }),
    'workspaces.open': (params) => {
      const { id } = parseParams(named, params);
      return desk?.open(id) ?? err([onlyOne]);
    },
    'workspaces.add': () => desk?.add() ?? err([onlyOne]),
    'workspaces.remove': (params) => {
      const { id } = parseParams(named, params);
      return desk?.remove(id) ?? err([onlyOne]);
    },
    'workspaces.wipe': () => {
      const { name } = workspace.profile();
      const where = isConnected(store) ? ' It is still on its server.' : '';
      return desk?.wipe(`${name} was removed from this device.${where}`) ?? err([onlyOne]);
    },
  };
}
