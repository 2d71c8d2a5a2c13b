import { z } from 'zod';

/** Begins, or goes on, to make this tenant of a workspace that never met a server. */
export const adopt = z.object({ kind: z.literal('adopt'), adoption: z.uuid(), schema: z.int().min(1) });
