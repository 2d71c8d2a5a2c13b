import { resolve } from 'node:path';

/** A path of the command line, as the user who typed it meant it. */
export const fromCaller = (path: string): string => resolve(process.env.SATCHEL_CALLED_FROM ?? process.cwd(), path);

/** Ends the command with a sentence for people. */
export function fail(sentence: string): void {
  console.error(sentence);
  process.exitCode = 1;
}
