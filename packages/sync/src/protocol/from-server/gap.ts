import { z } from 'zod';

/** Begin again with this number: something before has not arrived. */
export const gap = z.object({ kind: z.literal('gap'), expected: z.int().min(1) });
