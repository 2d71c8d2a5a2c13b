import { z } from 'zod';
import { sequence } from '../parts.ts';

/** The workspace is this tenant now. */
export const adopted = z.object({ kind: z.literal('adopted'), head: sequence, generation: z.string().max(100) });
