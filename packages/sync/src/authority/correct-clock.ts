import { type Change, formatHlc, hlcParts, MAX_CLOCK_AHEAD_MS } from '@satchel/core';

/**
 * A device's stamps as they would be under a right clock: shifted by how much the device's clock was off when it sent
 * them, in their order, and not further in the future than a clock may be ahead.
 *
 * @param deviceNow the device's clock when it sent these, milliseconds since 1970
 */
export function correctClock(changes: readonly Change[], deviceNow: number, serverNow: number): readonly Change[] {
  const measured = Math.round(serverNow - deviceNow);
  const offset = Math.abs(measured) < toleratedMs ? 0 : measured;
  const latest = serverNow + MAX_CLOCK_AHEAD_MS;
  // A clock may have been wrong when something was made and right when it was sent.
  if (offset === 0 && changes.every(({ at }) => hlcParts(at).ms <= latest)) return changes;
  let last = { ms: 0, counter: -1 };
  return changes.map((change) => {
    const { ms, device } = hlcParts(change.at);
    const shifted = Math.max(0, Math.min(ms + offset, latest));
    const next: { ms: number; counter: number } =
      shifted > last.ms ? { ms: shifted, counter: 0 } : { ms: last.ms, counter: last.counter + 1 };
    last = next.counter > 0xffff ? { ms: next.ms + 1, counter: 0 } : next;
    return { ...change, at: formatHlc({ ...last, device }) };
  });
}

/** A clock as right as clocks of phones and laptops are, and what the way takes. */
const toleratedMs = 2000;
