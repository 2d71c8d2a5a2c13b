import { delimiter } from 'node:path';
import { expect, test } from 'vitest';
import { binFolder, toolEnvironment } from './tool-environment.mjs';

test('what npm adds is left out, and the pinned programs come first', () => {
  const env = {
    HOME: '/home/me',
    PATH: ['/usr/bin', binFolder].join(delimiter),
    npm_config_registry: 'x',
    NPM_CONFIG_yes: 'true',
    npm_package_name: 'satchel',
    npm_lifecycle_event: 'test',
  };
  expect(toolEnvironment(env)).toEqual({
    HOME: '/home/me',
    PATH: [binFolder, '/usr/bin'].join(delimiter),
    TURBO_TELEMETRY_DISABLED: '1',
  });
});
