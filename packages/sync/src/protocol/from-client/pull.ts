import { z } from 'zod';
import { sequence } from '../parts.ts';

/** Asks for what came after a sequence. */
export const pull = z.object({ kind: z.literal('pull'), after: sequence });
