import { z } from 'zod';

/** The device speaks an older protocol than the server still understands. */
export const upgrade = z.object({ kind: z.literal('upgrade'), minimum: z.int().min(1) });
