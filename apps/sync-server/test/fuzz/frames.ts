import type { JsonValue } from '@satchel/core';
import { encodeFrame } from '@satchel/sync';
import type { SeededRandom } from '@satchel/sync/seeded-random';
import { anyMessage, anyValue, type Known } from './messages.ts';

/** One frame: a message, one of which a part was changed, or bytes that were one. */
export function anyFrame(random: SeededRandom, known: Known): Uint8Array {
  const message = anyMessage(random, known);
  const kind = random.below(4);
  if (kind <= 1) return packed(message);
  if (kind === 2) return packed(withOtherPart(random, known, message));
  return withOtherBytes(random, packed(message), () => packed(anyMessage(random, known)));
}

const packed = (message: JsonValue): Uint8Array => encodeFrame(message as never);

/** The same but for one value somewhere in it. */
function withOtherPart(random: SeededRandom, known: Known, value: JsonValue): JsonValue {
  if (random.chance(0.15) || typeof value !== 'object' || value === null) return anyValue(random, known);
  const names = Object.keys(value);
  const chosen = random.pick(names);
  if (chosen === undefined) return anyValue(random, known);
  if (Array.isArray(value)) {
    const list: JsonValue[] = [...(value as readonly JsonValue[])];
    const at = Number(chosen);
    const kind = random.below(10);
    if (kind === 0) list.splice(at, 1);
    else if (kind === 1) list.push(...list);
    else list[at] = withOtherPart(random, known, list[at] ?? null);
    return list;
  }
  const { [chosen]: part = null, ...rest } = value as Readonly<Record<string, JsonValue>>;
  if (random.chance(0.1)) return rest;
  return { ...rest, [random.chance(0.05) ? `${chosen}x` : chosen]: withOtherPart(random, known, part) };
}

/** Bytes changed, left out, doubled, or taken from another frame. */
export function withOtherBytes(random: SeededRandom, frame: Uint8Array, other: () => Uint8Array): Uint8Array {
  const from = random.below(frame.length);
  const to = Math.min(frame.length, from + random.below(20));
  const kind = random.below(6);
  if (kind === 0) return frame.subarray(0, from);
  if (kind === 1) return joined(frame.subarray(0, from), frame.subarray(to));
  if (kind === 2) return joined(frame.subarray(0, to), frame.subarray(from));
  if (kind === 3) return joined(frame.subarray(0, from), random.bytes(random.below(8)), frame.subarray(from));
  if (kind === 4) {
    const second = other();
    return joined(frame.subarray(0, from), second.subarray(random.below(second.length)));
  }
  const changed = Uint8Array.from(frame);
  for (let count = 1 + random.below(4); count > 0; count--) changed[random.below(changed.length)] = random.below(256);
  return changed;
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}
