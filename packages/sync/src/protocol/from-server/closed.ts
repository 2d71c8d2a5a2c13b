import { z } from 'zod';

/**
 * Nothing is exchanged at present, and what waits at the device stays there: the account does not sync, or the server is
 * `older` than the app and is to be updated first.
 */
export const closed = z.object({ kind: z.literal('closed'), status: z.enum(['inactive', 'suspended', 'older']) });
