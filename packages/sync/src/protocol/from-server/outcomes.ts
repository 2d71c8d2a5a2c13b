import { z } from 'zod';
import { outcome } from '../outcome.ts';

/** How the changes of a push ended. */
export const outcomes = z.object({ kind: z.literal('outcomes'), outcomes: z.array(outcome) });
