import { z } from 'zod';
import { maxPlaces, name, recordId } from '../parts.ts';

/**
 * The records that the device's windows show now, all of them each time; said again within a minute for as long as they
 * do.
 */
export const looking = z.object({
  kind: z.literal('looking'),
  at: z.array(z.object({ entity: name, id: recordId, isEditing: z.boolean() })).max(maxPlaces),
});
