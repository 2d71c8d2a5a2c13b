import { z } from 'zod';
import type { HandlersOf } from '../../shared/rpc.ts';
import type { Workspace } from '../workspace/open-workspace.ts';
import { name, parseParams } from './parse-params.ts';

const setting = z.object({
  key: name,
  value: z.json().refine((value) => JSON.stringify(value).length <= 1_000_000, 'is larger than a setting may be'),
});

/** Small values of this device that no rule judges. */
export const settingsHandlers = ({ settings, replica }: Workspace): HandlersOf<'settings'> => ({
  'settings.get': () => settings.all(),
  'settings.set': async (params) => {
    const { key, value } = parseParams(setting, params);
    return replica.whenIdle(() => {
      settings.set(key, value);
      return null;
    });
  },
});
