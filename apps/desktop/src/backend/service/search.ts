import { z } from 'zod';
import type { HandlersOf } from '../../shared/rpc.ts';
import type { Workspace } from '../workspace/open-workspace.ts';
import { ask } from './ask.ts';
import { limit, parseParams } from './parse-params.ts';

const query = z.object({ text: z.string().max(200), limit: limit(100) });

/** Looking for a text in everything that has a place of its own. */
export const searchHandlers = (workspace: Workspace): HandlersOf<'search'> => ({
  'search.global': (params) => ask(workspace, 'search', parseParams(query, params)),
});
