import type { Operation } from './operation.ts';
import { resetPassword } from './reset-password.ts';

/** By the word that asks for each on the command line, which a running server answers, too. */
export const operations: Readonly<Record<string, Operation>> = {
  'reset-password': resetPassword,
};
