/** A time of day as it was written behind a date. */
export interface WrittenTime {
  /** Milliseconds since midnight on the wall. */
  readonly ms: number;
  /** Minutes that the wall is ahead of UTC; undefined when the text names no zone. */
  readonly offsetMinutes?: number;
}

/** The text before a time such as `T14:30:00Z`, ` 3:30 PM` or `, 14:30 +02:00`; all of it when there is none. */
export const withoutTime = (text: string): string => text.replace(TIME, '');

/** The time at the end of a text: undefined when there is none, null when there is no such time (25:61, 13 PM). */
export function writtenTime(text: string): WrittenTime | null | undefined {
  const match = TIME.exec(text);
  if (match === null) return undefined;
  const [, hours = '', minutes = '', seconds = '0', fraction = '0', half, zone] = match;
  const isHalf = half !== undefined;
  const hour = Number(hours);
  if ((isHalf ? hour < 1 || hour > 12 : hour > 23) || Number(minutes) > 59 || Number(seconds) > 59) return null;
  const hourOfDay = isHalf ? (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0) : hour;
  const ms =
    ((hourOfDay * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + Math.floor(Number(`0.${fraction}`) * 1000);
  return zone === undefined ? { ms } : { ms, offsetMinutes: offsetOf(zone) };
}

const TIME =
  /(?:T|,? +)(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?(?: ?([ap])\.?m\.?)?(?: ?(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?))?$/i;

function offsetOf(zone: string): number {
  const match = /^([+-])(\d\d):?(\d\d)?$/.exec(zone);
  if (match === null) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
  return match[1] === '-' ? -minutes : minutes;
}
