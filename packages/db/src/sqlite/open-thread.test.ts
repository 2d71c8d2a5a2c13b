import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { coreModel } from '@satchel/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { asker } from '../../test/where-samples.ts';
import { createWorkspace, type TestWorkspace } from '../../test/workspace.ts';
import { openThread } from './open-thread.ts';
import { openReaderPool } from './reader-pool.ts';

let workspace: TestWorkspace;
beforeEach(() => {
  workspace = createWorkspace(coreModel);
});
afterEach(() => workspace.remove());

const sentence = 'Satchel could not answer this because of a fault of its own. Your data is as it was.';

test('whoever asks hears a sentence of a fault in a thread, and neither its stack nor its message', async () => {
  const pool = await openReaderPool({ ...workspace, threads: 1 });
  if (!pool.ok) throw new Error(pool.error.message);
  const wrong = { entity: { name: 'ada@example.com' } } as unknown as { entity: string; id: string };
  const failure = await pool.value.query('get', wrong, asker).then(
    () => 'answered',
    (error: unknown) => error,
  );
  expect(failure).toMatchObject({ name: 'ThreadFailed', message: sentence, trouble: null });
  // The thread goes on.
  expect(await pool.value.query('count', { entity: 'deal', where: { and: [] } }, asker)).toEqual({
    ok: true,
    value: 0,
  });
  await pool.value.close();
});

test('a thread that ends before it has opened is told, whether by an error or without one', async () => {
  const opened = (code: string) => {
    const file = join(workspace.folder, 'thread.mjs');
    writeFileSync(file, code);
    return openThread({ path: workspace.path, key: workspace.key, role: 'reader' }, pathToFileURL(file));
  };
  await expect(opened(`throw new Error('ada@example.com');`)).rejects.toThrow(sentence);
  await expect(opened('process.exit(0);')).rejects.toThrow('The database’s thread has ended.');
});
