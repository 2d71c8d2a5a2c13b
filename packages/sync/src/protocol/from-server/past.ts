import { z } from 'zod';
import { pastChange } from '../item.ts';
import { sequence } from '../parts.ts';

/** What happened after a sequence and up to another, of what the device's member may see now; for the history alone. */
export const past = z.object({ kind: z.literal('past'), ask: z.int(), to: sequence, changes: z.array(pastChange) });
