import { sqliteCode } from './driver.ts';

/**
 * Where an error came from, for a log: its kind, its code and the places in the source. Its message is left out, since
 * it may quote what a customer wrote.
 */
export function errorTrace(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const code = sqliteCode(error) ?? ('code' in error && typeof error.code === 'string' ? error.code : undefined);
  const { message, stack = '' } = error;
  const places = stack
    .slice(stack.indexOf(message) + message.length)
    .split('\n')
    .filter((line) => /^ {4}at /.test(line));
  return [code === undefined ? error.name : `${error.name} ${code}`, ...places].join('\n');
}
