import { z } from 'zod';
import { changeId, sequence } from '../parts.ts';

/** The whole history is there: the rules are asked of its rows, and the tenant opens. */
export const adoptEnd = z.object({
  kind: z.literal('adopt-end'),
  adoption: z.uuid(),
  /** The last sequence, and the change that has it. */
  upTo: sequence,
  last: changeId,
});
