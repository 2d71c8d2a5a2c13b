import { type Model, schemaOf, upgradeFields, upgradeNames } from '@satchel/core';
import type { LogEntry, ServerRow } from './authority-store.ts';

/** A change of an older model as this one reads it; its entry stays as it was written. */
export function upgradeEntry(model: Model, entry: LogEntry): LogEntry {
  const from = schemaOf(entry.change);
  if (from >= model.schema) return entry;
  return {
    ...entry,
    writes: entry.writes.map((write) => ({
      ...write,
      before: write.before && upgradeFields(model, write.entity, write.before, from),
      after: upgradeFields(model, write.entity, write.after, from),
      stamps: upgradeNames(model, write.entity, write.stamps, from),
    })),
  };
}

/** A row of an older model as this one has it: what a migration of a server's database makes of it. */
export function upgradeServerRow(model: Model, row: ServerRow, from: number): ServerRow {
  const { entity, record, revs } = row;
  const stamps = upgradeNames(model, entity, record.stamps, from);
  return {
    ...row,
    record: { ...upgradeFields(model, entity, record, from), stamps },
    revs: upgradeNames(model, entity, revs, from),
  };
}
