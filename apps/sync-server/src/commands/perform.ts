import type { ServerConfig } from '../config/server-config.ts';
import { openDatabase } from '../database/open-database.ts';
import { failed, misused, type OperationResult } from '../operations/operation.ts';
import { operations } from '../operations/operations.ts';
import { askServer, operatorSocket } from '../operations/operator-socket.ts';

/** Does what a command asks for, on the database, or through the server that has it. */
export async function perform(config: ServerConfig, name: string, words: readonly string[]): Promise<OperationResult> {
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (!operation) {
    return misused(`There is no command “${name}”. There are: ${Object.keys(operations).join(', ')}.`);
  }
  const opened = await openDatabase(config.database);
  if (!opened.ok) {
    const answer = await askServer(operatorSocket(config.dataFolder), name, words);
    return answer ?? failed('Another process has this database, and does not answer. Stop the server, then try again.');
  }
  try {
    const publicUrl = config.publicUrl ?? `http://${config.host}:${config.port}`;
    return await operation({ config, opened: opened.value, isServing: false, publicUrl, now: Date.now }, words);
  } finally {
    await opened.value.close();
  }
}
