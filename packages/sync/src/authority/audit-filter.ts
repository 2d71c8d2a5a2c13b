import type { AuditFilter, FoundEntries, LogEntry, LoggedWrite } from './authority-store.ts';

/** How many sequences one question looks at, so that a filter that nothing passes ends soon. */
export const auditWindow = 20_000;

export const passes = (filter: AuditFilter, { change, acceptedAt, writes }: LogEntry): boolean =>
  (filter.actor === undefined || change.actor === filter.actor) &&
  (filter.from === undefined || acceptedAt >= filter.from) &&
  (filter.to === undefined || acceptedAt < filter.to) &&
  ((filter.entity === undefined && filter.action === undefined) || writes.some((write) => passesWrite(filter, write)));

export const passesWrite = ({ entity, action }: AuditFilter, write: LoggedWrite): boolean =>
  (entity === undefined || write.entity === entity) && (action === undefined || write.kind === action);

/** The window before a sequence, and what is to be asked next when so many were found. */
export const windowBefore = (before: number): number => Math.max(1, before - auditWindow);

export function foundIn(entries: readonly LogEntry[], before: number, limit: number): FoundEntries {
  const last = entries.at(-1)?.sequence;
  const next = entries.length >= limit && last !== undefined ? last : windowBefore(before);
  return { entries, next: next > 1 ? next : null };
}
