import { changeSize } from '@satchel/core';
import { fittingMessage, maxMessageSize } from '../protocol/message-size.ts';
import type { LogEntry } from './authority-store.ts';

/**
 * Entries that one message carries, of at most so many. A few are read first, and more only as long as they fit: one may
 * hold five hundred writes, and what is read to be left out costs as much as what is sent.
 *
 * @param read entries after a sequence, in order
 */
export async function fittingEntries(
  read: (after: number, limit: number) => Promise<readonly LogEntry[]>,
  after: number,
  most: number,
  messageSize: number = maxMessageSize,
): Promise<{ readonly entries: readonly LogEntry[]; readonly hasMore: boolean }> {
  const entries: LogEntry[] = [];
  let size = 0;
  for (let count = fewEntries; size <= messageSize && entries.length < most; count *= 4) {
    const limit = Math.min(count, most - entries.length);
    const next = await read(entries.at(-1)?.sequence ?? after, limit);
    for (const entry of next) {
      entries.push(entry);
      size += changeSize(entry);
    }
    if (next.length < limit) {
      const fitting = fittingMessage(entries, messageSize);
      return { entries: fitting, hasMore: fitting.length < entries.length };
    }
  }
  return { entries: fittingMessage(entries, messageSize), hasMore: true };
}

/** As many as are often told together. */
const fewEntries = 16;
