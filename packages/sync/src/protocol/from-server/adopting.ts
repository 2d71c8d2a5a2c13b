import { z } from 'zod';
import { sequence } from '../parts.ts';

/** How far the adoption has come: what follows this sequence is awaited. */
export const adopting = z.object({ kind: z.literal('adopting'), head: sequence });
