import { errorTrace, ThreadFailed, troubleOf } from '@satchel/db';
import type { Handlers } from '../../shared/rpc.ts';
import { describeTrouble } from '../workspace/workspace-trouble.ts';

/**
 * The same methods, whose failures are sentences for people: trouble with the file says what to do, and a fault of ours
 * is logged by its places, since its message may quote what a customer wrote. A handler's own plain errors are sentences
 * already.
 */
export function tellTroubles(handlers: Handlers, dir: string, log: (line: string) => void = console.error): Handlers {
  const told = Object.entries(handlers).map(([method, handle]: readonly [string, (params: unknown) => unknown]) => [
    method,
    async (params: unknown): Promise<unknown> => {
      try {
        return await handle(params);
      } catch (error) {
        throw new Error(sentenceFor(error, method, dir, log), { cause: error });
      }
    },
  ]);
  // Each answers what it answered.
  return Object.fromEntries(told) as Handlers;
}

const ourFault = 'Satchel could not do this because of a fault of its own. Your data is as it was.';

function sentenceFor(error: unknown, method: string, dir: string, log: (line: string) => void): string {
  const trouble = error instanceof ThreadFailed ? error.trouble : troubleOf(error);
  if (trouble) return describeTrouble(trouble, dir).message;
  if (error instanceof ThreadFailed || (error instanceof Error && error.constructor === Error)) return error.message;
  log(`${method} failed. ${errorTrace(error)}`);
  return ourFault;
}
