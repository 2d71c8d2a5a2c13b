import { z } from 'zod';
import { name, sequence } from '../parts.ts';

/** By entity, the checksum of what the device's member may see at this sequence; see `checksum.ts`. */
export const sums = z.object({ kind: z.literal('sums'), at: sequence, sums: z.record(name, z.int().min(0)) });
