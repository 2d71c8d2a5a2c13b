import { z } from 'zod';

/** Numbers `first`, `first + 1` … of a counter belong to the device that asked; none when `count` is 0. */
export const leased = z.object({
  kind: z.literal('leased'),
  ask: z.int(),
  counter: z.string().max(201),
  first: z.int().min(1),
  count: z.int().min(0).max(1000),
});
