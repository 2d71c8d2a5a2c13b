import { z } from 'zod';
import { name, recordId } from '../parts.ts';

/** Which other members look at a record that this device shows; all of them each time. */
export const presence = z.object({
  kind: z.literal('presence'),
  entity: name,
  id: recordId,
  others: z.array(z.object({ member: recordId, isEditing: z.boolean() })),
});
