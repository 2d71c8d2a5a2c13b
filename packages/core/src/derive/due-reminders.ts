import type { Entity, EntityReminder } from '../entity/entity.ts';
import type { Where } from '../where/where.ts';

/**
 * The records that remind whoever asks at a moment: theirs, due, and not done. Null when the entity reminds nobody.
 *
 * @param nowMs milliseconds since 1970
 */
export function dueReminders({ views: { reminds } }: Entity, nowMs: number): Where | null {
  if (!reminds) return null;
  return { and: [...remindsMe(reminds), { field: reminds.at, op: 'lte', value: nowMs }] };
}

const remindsMe = ({ who, done }: EntityReminder): readonly Where[] => [
  { field: who, op: 'eq', value: { me: true } },
  { not: done.where },
];
