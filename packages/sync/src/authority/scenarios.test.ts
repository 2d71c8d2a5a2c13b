import { coreModel } from '@satchel/core';
import { createMemoryAuthorityStore } from './memory-authority-store.ts';
import { authorityScenarios } from './scenarios.contract.ts';

authorityScenarios('memory', async () => ({
  // What JSON writes for NUL.
  store: createMemoryAuthorityStore(coreModel, { refuses: (one) => JSON.stringify(one).includes('\\u0000') }),
  close: async () => undefined,
}));
