import { z } from 'zod';

/** What the member may see has changed, or the log was cut: say hello again. */
export const reset = z.object({ kind: z.literal('reset') });
