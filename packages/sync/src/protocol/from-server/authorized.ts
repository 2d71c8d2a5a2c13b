import { z } from 'zod';
import { recordId } from '../parts.ts';

/** The answer to `auth`; other than this there is only the end of the connection. */
export const authorized = z.object({
  kind: z.literal('authorized'),
  /** The member record that this user is. */
  member: recordId,
});
