import { z } from 'zod';
import { heldRefusal } from '../outcome.ts';

/** The workspace cannot become this tenant, and why. */
export const notAdopted = z.object({ kind: z.literal('not-adopted'), refusals: z.array(heldRefusal) });
