import { parentPort, workerData } from 'node:worker_threads';
import { coreModel, err, ok } from '@satchel/core';
import { openDatabase } from './open.ts';
import { createReader, runQuery } from './reader.ts';
import type { ReaderReply, ReaderRequest, ReaderStart } from './reader-messages.ts';
import { troubleOf } from './trouble.ts';

const reply = (message: ReaderReply): void => parentPort?.postMessage(message);

const { path, key } = workerData as ReaderStart;
const opened = openDatabase({ path, key, isReadOnly: true });
if (opened.ok) {
  const reader = createReader(opened.value, coreModel);
  parentPort?.on('message', (request: ReaderRequest | 'close') => {
    if (request === 'close') {
      opened.value.close();
      parentPort?.close();
      return;
    }
    const { id, query } = request;
    try {
      reply({ kind: 'answer', id, result: runQuery(reader, query) });
    } catch (error) {
      const message = error instanceof Error ? `${error.message}\n${error.stack ?? ''}` : String(error);
      reply({ kind: 'failed', id, trouble: troubleOf(error) ?? null, message });
    }
  });
  reply({ kind: 'opened', result: ok(null) });
} else {
  reply({ kind: 'opened', result: err(opened.error) });
}
