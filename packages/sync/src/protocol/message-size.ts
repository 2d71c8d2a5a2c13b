import { changeSize } from '@satchel/core';

/**
 * About what one message carries, counted as `changeSize` does. Texts of three bytes a character, and the one change that
 * passed the limit, still fit into a frame.
 */
export const maxMessageSize = 2 * 1024 * 1024;

/**
 * The same for what a device sends: enough for a thousand edits. With the one change that passes it, and with texts of three
 * bytes a character, it fits into a frame that a server takes.
 */
export const maxSentSize = 256 * 1024;

/** The first of a list that one message carries: at least one, whatever its size. */
export function fittingMessage<T>(
  list: readonly T[],
  limit: number = maxMessageSize,
  sizeOf: (one: T) => number = changeSize,
): readonly T[] {
  let size = 0;
  const end = list.findIndex((one, index) => {
    size += sizeOf(one);
    return index > 0 && size > limit;
  });
  return end < 0 ? list : list.slice(0, end);
}
