import { type Intention, instantToCalendarDate, type RecordId, recordIdFrom } from '@satchel/core';
import type { ImportTarget } from '../import/import-target.ts';
import { createPace } from '../import/pace.ts';
import { generateRecords } from './generate-records.ts';

export interface WriteGeneratedOptions {
  readonly contacts: number;
  readonly deals: number;
  readonly seed: number;
  readonly nowMs: number;
  readonly onProgress?: (written: number) => void;
}

/** Beyond this much one transaction only makes the log of the database grow. */
const WRITES_PER_GROUP = 50_000;
const WRITES_PER_CHANGE = 200;

/**
 * Fills a workspace with generated records through the write door. Gives the number of records and updates written.
 *
 * @throws when a record is refused: what is generated obeys the rules
 */
export async function writeGenerated(target: ImportTarget, options: WriteGeneratedOptions): Promise<number> {
  await target.getReady(options.contacts + options.deals);
  const pace = createPace(undefined);
  const records = generateRecords({
    ...options,
    today: instantToCalendarDate(options.nowMs, target.timeZone),
    currency: target.currency,
    newRecordId: target.newRecordId,
    stages: dealStages(target),
  });
  let written = 0;
  let inGroup = 0;
  let creates: Intention[] = [];
  // In changes of their own, after the record was made: they are a line of its history.
  let updates: Intention[] = [];
  let group = openGroup(target);
  const commit = (intentions: readonly Intention[]): void => {
    if (intentions.length === 0) return;
    const result = group.commit(intentions);
    if (!result.ok) throw new Error(`Generated records were refused: ${result.error[0]?.message ?? ''}`);
    written += intentions.length;
    inGroup += intentions.length;
  };
  const flush = (): void => {
    commit(creates);
    creates = [];
    if (updates.length < WRITES_PER_CHANGE) return;
    commit(updates);
    updates = [];
  };
  try {
    for (const intention of records) {
      (intention.kind === 'update' ? updates : creates).push(intention);
      if (creates.length < WRITES_PER_CHANGE && updates.length < WRITES_PER_CHANGE) continue;
      flush();
      if (inGroup >= WRITES_PER_GROUP) {
        group.finish();
        group = openGroup(target);
        inGroup = 0;
        options.onProgress?.(written);
      }
      await pace();
    }
    flush();
    commit(updates);
    await group.settle();
    group.finish();
  } catch (error) {
    group.abandon();
    throw error;
  }
  return written;
}

const openGroup = (target: ImportTarget) => target.replica.group({ kind: 'setup', label: 'Generated data' });

function dealStages(target: ImportTarget): readonly { readonly id: RecordId; readonly type: string }[] {
  const [pipeline] = [...target.each('pipeline')].filter(
    ({ kind, deletedAt }) => kind === 'deal' && deletedAt === null,
  );
  return [...target.each('stage')]
    .filter((stage) => stage.pipeline === pipeline?.id && stage.deletedAt === null)
    .toSorted((a, b) => Number(a.position) - Number(b.position))
    .map(({ id, type }) => ({ id: recordIdFrom(id), type: typeof type === 'string' ? type : '' }));
}
