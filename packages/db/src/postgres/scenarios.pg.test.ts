import { coreModel } from '@satchel/core';
import { authorityScenarios } from '@satchel/sync/authority-scenarios.contract';
import { openPglite, openServer, openStore } from '../../test/postgres-stores.ts';

authorityScenarios('PostgreSQL', () => openStore(openServer(), coreModel));
authorityScenarios('PGlite', () => openStore(openPglite(), coreModel));
