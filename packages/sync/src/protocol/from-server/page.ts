import { z } from 'zod';
import { snapshotPage } from '../item.ts';
import { recordId } from '../parts.ts';

/** Records of a load. */
export const page = z.object({
  kind: z.literal('page'),
  load: z.int(),
  afterId: recordId.nullable(),
  page: snapshotPage,
});
