import { z } from 'zod';
import { sequence } from '../parts.ts';

/** Asks for checksums of what the device should hold, when it has everything up to this sequence and is at rest. */
export const check = z.object({ kind: z.literal('check'), at: sequence });
