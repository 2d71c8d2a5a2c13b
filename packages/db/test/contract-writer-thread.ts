import { parentPort, workerData } from 'node:worker_threads';
import { ok } from '@satchel/core';
import { contractModel } from '@satchel/sync/replica-store-model.contract';
import { openDatabase } from '../src/sqlite/open.ts';
import { runWriter } from '../src/sqlite/run-writer.ts';
import type { ThreadReply, ThreadStart } from '../src/sqlite/thread-messages.ts';

/** A writer's thread for the entities of the stores' contract. */
const start = workerData as ThreadStart;
if (start.role !== 'writer') throw new Error('This thread only writes.');
const opened = openDatabase(start);
if (!opened.ok) throw new Error(opened.error.message);
runWriter(opened.value, contractModel, start.port, start.progress);
parentPort?.on('message', () => {
  opened.value.close();
  start.port.close();
  parentPort?.close();
});
const reply: ThreadReply = { kind: 'opened', result: ok(null) };
parentPort?.postMessage(reply);
