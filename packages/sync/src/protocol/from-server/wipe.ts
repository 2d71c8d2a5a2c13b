import { z } from 'zod';

/** The member is no longer one of this workspace. */
export const wipe = z.object({ kind: z.literal('wipe') });
