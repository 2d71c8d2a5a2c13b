import { z } from 'zod';
import { sequence } from '../parts.ts';

/** Numbers of this device were used for other changes: its database is an older copy of itself. */
export const forked = z.object({
  kind: z.literal('forked'),
  lastNumber: sequence,
  /** The copy is older than what the server remembers: what waits in it may have been judged, and nobody can say how. */
  isForgotten: z.boolean().exactOptional(),
});
