import { z } from 'zod';

/** The account does not sync at present; what waits at the device stays there. */
export const closed = z.object({ kind: z.literal('closed'), status: z.enum(['inactive', 'suspended']) });
