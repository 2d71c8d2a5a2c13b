import { parentPort, workerData } from 'node:worker_threads';
import { coreModel, err, ok } from '@satchel/core';
import { backupDatabase } from './backup.ts';
import { checkpoint } from './checkpoint.ts';
import type { SqliteDatabase } from './driver.ts';
import { errorTrace } from './error-trace.ts';
import { openDatabase } from './open.ts';
import { createReader, runQuery } from './reader.ts';
import { runWriter } from './run-writer.ts';
import type { ThreadAnswer, ThreadReply, ThreadRequest, ThreadStart, ThreadTask } from './thread-messages.ts';
import { troubleOf } from './trouble.ts';

const reply = (message: ThreadReply): void => parentPort?.postMessage(message);

// One that was prepared is told later.
const start =
  (workerData as ThreadStart | null) ??
  (await new Promise<ThreadStart>((resolve) => parentPort?.once('message', resolve)));
const opened = openDatabase({ path: start.path, key: start.key, isReadOnly: start.role === 'reader' });
if (opened.ok) {
  const run = worker(opened.value);
  if (start.role === 'writer') runWriter(opened.value, coreModel, start.port, start.progress);
  parentPort?.on('message', (request: ThreadRequest | 'close') => {
    if (request === 'close') {
      opened.value.close();
      if (start.role === 'writer') start.port.close();
      parentPort?.close();
      return;
    }
    const { id, task } = request;
    try {
      reply({ kind: 'answer', id, answer: run(task) });
    } catch (error) {
      // Its message may quote what a customer wrote: whoever asked gets a sentence, and the log the places.
      const known = troubleOf(error);
      if (!known) console.error(`A ${task.kind} failed. ${errorTrace(error)}`);
      reply({ kind: 'failed', id, trouble: known ?? null });
    }
  });
  reply({ kind: 'opened', result: ok(null) });
} else {
  reply({ kind: 'opened', result: err(opened.error) });
}

function worker(db: SqliteDatabase): (task: ThreadTask) => ThreadAnswer {
  const reader = createReader(db, coreModel);
  return (task) => {
    if (task.kind === 'query') return runQuery(reader, task.query);
    if (task.kind === 'backup') return backupDatabase(db, task.options);
    checkpoint(db);
    return null;
  };
}
