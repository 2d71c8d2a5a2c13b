import { backup, restore } from './backup.ts';
import { diagnostics } from './diagnostics.ts';
import { doctor } from './doctor.ts';
import { migrate } from './migrate.ts';
import { move } from './move.ts';
import type { Operation } from './operation.ts';
import { resetPassword } from './reset-password.ts';

/** By the word that asks for each on the command line, which a running server answers, too. */
export const operations: Readonly<Record<string, Operation>> = {
  'reset-password': resetPassword,
  backup,
  restore,
  move,
  migrate,
  doctor,
  diagnostics,
};
