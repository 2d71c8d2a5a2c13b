import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { expect, test } from 'vitest';
import { environmentNames, readConfig } from './server-config.ts';

test('[S5-24/S] the example of an environment names every variable, and is the default', () => {
  const example = parseEnv(readFileSync(join(import.meta.dirname, '../../../../.env.example'), 'utf8'));
  expect(Object.keys(example).toSorted()).toEqual(environmentNames.toSorted());
  expect(readConfig(example)).toEqual(readConfig({}));
  const readme = readFileSync(join(import.meta.dirname, '../../../../README.md'), 'utf8');
  expect(environmentNames.filter((name) => !readme.includes(`\`${name}`))).toEqual([]);
});
