import { z } from 'zod';
import { delta } from '../item.ts';

/** What was accepted meanwhile. */
export const changes = z.object({ kind: z.literal('delta'), delta });
