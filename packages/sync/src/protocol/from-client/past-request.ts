import { z } from 'zod';
import { sequence } from '../parts.ts';

/** Asks for what happened, before the device had them, to the records that it has. */
export const pastRequest = z.object({
  kind: z.literal('past'),
  /** Comes back with the answer: one that was asked for earlier is not taken. */
  ask: z.int(),
  after: sequence,
});
