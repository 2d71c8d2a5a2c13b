import type { RecordId } from '../id/uuid.ts';
import type { Where } from '../where/where.ts';

/** The stages of a pipeline that are of one of the types. */
export const stagesOf = (pipeline: RecordId, types: readonly ('open' | 'won' | 'lost' | 'closed')[]): Where => ({
  and: [
    { field: 'pipeline', op: 'eq', value: pipeline },
    { field: 'type', op: 'in', value: types },
  ],
});
