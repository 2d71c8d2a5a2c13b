import { isCalendarDate } from '@satchel/core';
import { expect, test } from 'vitest';
import { countImported } from '../import/count-imported.ts';
import { createImportJobs } from '../import/jobs.ts';
import { createMemoryWorkspace } from '../import/memory-workspace.ts';
import { generateSample } from './generate-sample.ts';

const today = '2026-03-11';
if (!isCalendarDate(today)) throw new Error('not a date');

test('the sample data is the same for the same seed and comes in whole', async () => {
  expect(generateSample(7, today)).toEqual(generateSample(7, today));
  const { target } = createMemoryWorkspace();
  const files = generateSample(7, today).map(({ name, text }) => ({ name, bytes: Buffer.from(text) }));
  const result = await createImportJobs(target).importFiles(files);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  expect(result.value.summary).toMatchObject({
    created: { company: 60, product: 6, member: 16, deal: 1200 },
    refused: 0,
  });
  expect(result.value.plan.unresolved.find(({ value }) => value === 'HarborDesk Pro')?.decision).toEqual({
    use: 'Harbor Desk Pro',
  });
  const { won, lost, open } = countImported(target);
  expect(won + lost + open).toBe(1200);
});
