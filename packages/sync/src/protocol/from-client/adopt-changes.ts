import { z } from 'zod';
import {
  cause,
  changeId,
  hlc,
  instantMs,
  jsonObject,
  maxChangesPerMessage,
  name,
  recordId,
  sequence,
} from '../parts.ts';

const write = z.object({
  entity: name,
  id: recordId,
  kind: z.enum(['create', 'update', 'delete', 'restore']),
  before: jsonObject.nullable(),
  after: jsonObject,
  isConsequence: z.boolean(),
});

/** The next changes of the workspace's own history, as they were. */
export const adoptChanges = z.object({
  kind: z.literal('adopt-changes'),
  adoption: z.uuid(),
  /** The sequence before the first of them, and the change that has it. */
  after: sequence,
  previous: changeId.nullable(),
  changes: z
    .array(
      z.object({
        id: changeId,
        actor: recordId,
        device: z.string().max(100),
        at: hlc,
        ms: instantMs,
        cause: cause.exactOptional(),
        label: z.string().max(500).exactOptional(),
        writes: z.array(write).max(500),
      }),
    )
    .max(maxChangesPerMessage),
});
