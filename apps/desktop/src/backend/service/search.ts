import { everything } from '@satchel/core';
import { z } from 'zod';
import type { Workspace } from '../workspace/open-workspace.ts';
import { ask } from './ask.ts';
import type { HandlersOf } from './handlers.ts';
import { limit, parseParams } from './parse-params.ts';
import { withinScope } from './read-scope.ts';

const query = z.object({ text: z.string().max(200), limit: limit(100) });

/** What has a place of its own, as far as the user may read it. */
const searched = (workspace: Workspace) =>
  workspace.model.entities
    .filter(({ place }) => place === 'main')
    .map(({ name }) => ({ entity: name, where: withinScope(workspace, name, everything) }));

export const searchHandlers = (workspace: Workspace): HandlersOf<'search'> => ({
  'search.global': (params) =>
    ask(workspace, 'search', { ...parseParams(query, params), entities: searched(workspace) }),
});
