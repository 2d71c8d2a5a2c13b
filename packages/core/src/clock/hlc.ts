import { err, ok, type Result } from '../result.ts';

declare const brand: unique symbol;

/**
 * A stamp of a hybrid logical clock as text of fixed width, so that it sorts as text:
 * `<12 hex digits: ms since 1970>-<4 hex digits: counter>-<8 of 0-9a-z: device>`. Unique as long as device tags are.
 */
export type Hlc = string & { readonly [brand]: 'Hlc' };

/** What a stamp says. */
export interface HlcParts {
  readonly ms: number;
  readonly counter: number;
  readonly device: string;
}

export interface Clock {
  /** A stamp later than every stamp given or received so far. */
  tick(): Hlc;
  /**
   * Takes note of a stamp from elsewhere and gives a later one. Refuses a stamp too far ahead of this device's clock
   * and then leaves the clock as it was: one wrong clock must not drag all others with it.
   */
  receive(remote: Hlc): Result<Hlc, 'too-far-ahead'>;
}

/** How far a stamp may be ahead of the clock that judges it. */
export const MAX_CLOCK_AHEAD_MS = 60_000;

/**
 * A hybrid logical clock: follows the time, never goes back, and orders causes before effects (Kulkarni et al., Logical
 * Physical Clocks, OPODIS 2014, figure 5). More than 65,536 stamps in a millisecond run into the next millisecond.
 *
 * @param device 8 characters of 0-9a-z, see deviceTag; throws TypeError otherwise
 * @param last the latest stamp this device has stored, so that a restart under a clock set back stays monotonic
 */
export function createClock({ now, device, last }: { now: () => number; device: string; last?: Hlc }): Clock {
  let { ms, counter } = last === undefined ? { ms: 0, counter: -1 } : hlcParts(last);
  formatHlc({ ms: 0, counter: 0, device });

  const advance = (toMs: number, toCounter: number): Hlc => {
    ms = toCounter > MAX_COUNTER ? toMs + 1 : toMs;
    counter = toCounter > MAX_COUNTER ? 0 : toCounter;
    return formatHlc({ ms, counter, device });
  };

  return {
    tick() {
      const nowMs = Math.floor(now());
      return nowMs > ms ? advance(nowMs, 0) : advance(ms, counter + 1);
    },
    receive(remote) {
      const nowMs = Math.floor(now());
      const theirs = hlcParts(remote);
      if (theirs.ms - nowMs > MAX_CLOCK_AHEAD_MS) return err('too-far-ahead');
      const latestMs = Math.max(ms, theirs.ms, nowMs);
      const ownCounter = latestMs === ms ? counter : -1;
      const theirCounter = latestMs === theirs.ms ? theirs.counter : -1;
      return ok(advance(latestMs, Math.max(ownCounter, theirCounter) + 1));
    },
  };
}

/** Negative when `a` is earlier, 0 when they are the same stamp. */
export function compareHlc(a: Hlc, b: Hlc): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** The milliseconds since 1970 in a stamp. */
export const hlcMs = (hlc: Hlc): number => Number.parseInt(hlc.slice(0, 12), 16);

export const hlcParts = (hlc: Hlc): HlcParts => ({
  ms: hlcMs(hlc),
  counter: Number.parseInt(hlc.slice(13, 17), 16),
  device: hlc.slice(18),
});

/** Throws RangeError or TypeError for parts that do not fit; meant for shifting stamps, not for making them. */
export function formatHlc({ ms, counter, device }: HlcParts): Hlc {
  if (!Number.isInteger(ms) || ms < 0 || ms > MAX_MS) throw new RangeError(`Not a time for a clock: ${ms}`);
  if (!Number.isInteger(counter) || counter < 0 || counter > MAX_COUNTER) {
    throw new RangeError(`Not a counter for a clock: ${counter}`);
  }
  const stamp = `${ms.toString(16).padStart(12, '0')}-${counter.toString(16).padStart(4, '0')}-${device}`;
  if (!isHlc(stamp)) throw new TypeError(`A device tag is 8 characters of 0-9a-z, not ${device}`);
  return stamp;
}

/** Whether a text from outside is a stamp. */
export const isHlc = (text: string): text is Hlc => HLC.test(text);

/** The tag of a device whose id is a UUID: its last 8 digits, which are random. */
export const deviceTag = (deviceId: string): string => deviceId.slice(-8);

const MAX_MS = 2 ** 48 - 1;
const MAX_COUNTER = 0xffff;
const HLC = /^[0-9a-f]{12}-[0-9a-f]{4}-[0-9a-z]{8}$/;
