import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { err, ok, type Result } from '../result.ts';

declare const brand: unique symbol;

/** The UUID of a record, lower case: version 7 when a device made it, version 8 when a rule did. */
export type RecordId = string & { readonly [brand]: 'RecordId' };

/** The UUID of a change, version 7, lower case. */
export type ChangeId = string & { readonly [brand]: 'ChangeId' };

/** Members are records, too. */
export type MemberId = RecordId;

/** Gives that many random bytes, such as `(n) => crypto.getRandomValues(new Uint8Array(n))`. */
export type Random = (sizeBytes: number) => Uint8Array;

/**
 * A UUID of version 7 (RFC 9562, section 5.7): sorts by time, otherwise random. Two from one millisecond sort at
 * random; use createUuidV7Generator where their order counts.
 *
 * @param nowMs milliseconds since 1970, 0 to 2^48 - 1; throws RangeError outside
 */
export function uuidV7(nowMs: number, random: Random): string {
  const bytes = random(10);
  return formatV7(nowMs, (((bytes[0] ?? 0) & 0x0f) << 8) | (bytes[1] ?? 0), bytes.subarray(2));
}

/**
 * UUIDs of version 7, each greater than the one before, also within a millisecond and while the clock goes back
 * (RFC 9562, section 6.2, method 1: a counter of 26 bits, seeded at random every millisecond; when it runs over, the
 * time runs ahead by a millisecond). 48 bits stay random.
 */
export function createUuidV7Generator({ now, random }: { now: () => number; random: Random }): () => string {
  let lastMs = -1;
  let counter = 0;
  let bytes = new Uint8Array(0);
  let used = 0;
  return () => {
    // Random bytes come in blocks: each call to the system costs as much as the rest.
    if (used + 10 > bytes.length) {
      bytes = Uint8Array.from(random(640));
      used = 0;
    }
    const own = bytes.subarray(used, used + 10);
    used += 10;
    const nowMs = Math.floor(now());
    if (nowMs > lastMs) {
      lastMs = nowMs;
      // The highest bit starts at 0 and leaves room to count.
      counter = (((own[0] ?? 0) << 24) | ((own[1] ?? 0) << 16) | ((own[8] ?? 0) << 8) | (own[9] ?? 0)) & 0x1ffffff;
    } else {
      counter += 1;
      if (counter > 0x3ffffff) {
        counter = 0;
        lastMs += 1;
      }
    }
    own[0] = (counter >>> 8) & 0x3f;
    own[1] = counter & 0xff;
    return formatV7(lastMs, counter >>> 14, own);
  };
}

/**
 * A UUID of version 8 (RFC 9562, section 5.8) that always is the same for the same parts: the first 122 usable bits of
 * SHA-256 over the parts as JSON, so that ['ab', 'c'] and ['a', 'bc'] differ. Costs about 2 µs.
 */
export function uuidV8(parts: readonly string[]): string {
  const hash = sha256(utf8ToBytes(JSON.stringify(parts)));
  const bytes = hash.subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return withHyphens(bytesToHex(bytes));
}

/** 1 to 8 for a UUID of RFC 9562 in lower case, undefined for any other text. */
export function uuidVersion(id: string): number | undefined {
  return UUID.test(id) ? Number.parseInt(id.charAt(14), 16) : undefined;
}

/** Takes upper case and surrounding space, gives lower case. The error is a sentence. */
export function parseUuid(text: string): Result<string, string> {
  const id = text.trim().toLowerCase();
  return UUID.test(id)
    ? ok(id)
    : err('This is not an id: expected a UUID such as 0192f0c1-7a3e-7b52-9c4d-2f6e8a1b3c5d.');
}

/** Whether it is a UUID in lower case, of any version. */
export const isRecordId = (text: string): text is RecordId => UUID.test(text);

/** Whether it is a UUID in lower case, of any version. */
export const isChangeId = (text: string): text is ChangeId => UUID.test(text);

/** Marks a UUID made by this module as the id of a record. Throws TypeError if it is not a UUID in lower case. */
export function recordIdFrom(uuid: string): RecordId {
  if (!isRecordId(uuid)) throw new TypeError(`Not a UUID: ${uuid}`);
  return uuid;
}

/** Marks a UUID made by this module as the id of a change. Throws TypeError if it is not a UUID in lower case. */
export function changeIdFrom(uuid: string): ChangeId {
  if (!isChangeId(uuid)) throw new TypeError(`Not a UUID: ${uuid}`);
  return uuid;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const MAX_MS = 2 ** 48 - 1;

/** Takes 62 bits from the first eight bytes of `tail`. */
function formatV7(ms: number, randomA: number, tail: Uint8Array): string {
  if (!Number.isInteger(ms) || ms < 0 || ms > MAX_MS) throw new RangeError(`Not a time for a UUID: ${ms}`);
  const time = ms.toString(16).padStart(12, '0');
  const hex = (index: number): string => HEX[tail[index] ?? 0] ?? '';
  const variant = HEX[((tail[0] ?? 0) & 0x3f) | 0x80] ?? '';
  const versionAndRandom = (0x7000 | (randomA & 0xfff)).toString(16);
  const end = hex(2) + hex(3) + hex(4) + hex(5) + hex(6) + hex(7);
  return `${time.slice(0, 8)}-${time.slice(8)}-${versionAndRandom}-${variant}${hex(1)}-${end}`;
}

const HEX: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

function withHyphens(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}
