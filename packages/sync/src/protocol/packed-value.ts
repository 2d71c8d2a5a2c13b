import type { JsonValue } from '@satchel/core';
import {
  createDecoder,
  type Decoder,
  hasContent,
  readFloat64,
  readUint8,
  readVarString,
  readVarUint,
} from 'lib0/decoding';
import {
  createEncoder,
  type Encoder,
  toUint8Array,
  writeFloat64,
  writeUint8,
  writeVarString,
  writeVarUint,
} from 'lib0/encoding';

/** The first byte of a value. */
const tag = {
  null: 0,
  false: 1,
  true: 2,
  /** Followed by the number, or by what it is below zero. */
  natural: 3,
  negative: 4,
  float: 5,
  /** A text; short ones get the next number, by which `known` names them. */
  text: 6,
  knownText: 7,
  /** 16 bytes. */
  uuid: 8,
  knownUuid: 9,
  list: 10,
  /** An object with these names, which get the next number, by which `known` names them; then its values. */
  object: 11,
  knownObject: 12,
} as const;

const maxKnownLength = 64;
const maxDepth = 32;
const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Bytes that are not a packed value. */
export class NotPacked extends Error {
  override readonly name = 'NotPacked';
}

/**
 * JSON as few bytes: names of fields, short texts and ids that come again are named by a number, and an id is 16 bytes.
 *
 * @throws Error for a text with a lone surrogate, which no UTF-8 can hold, and for what is not JSON
 */
export function packValue(value: JsonValue): Uint8Array {
  const encoder = createEncoder();
  writeValue(encoder, value, { texts: new Map(), uuids: new Map(), shapes: new Map() });
  return toUint8Array(encoder);
}

interface Written {
  readonly texts: Map<string, number>;
  readonly uuids: Map<string, number>;
  readonly shapes: Map<string, number>;
}

function writeValue(encoder: Encoder, value: JsonValue, written: Written): void {
  if (value === null) writeUint8(encoder, tag.null);
  else if (typeof value === 'boolean') writeUint8(encoder, value ? tag.true : tag.false);
  else if (typeof value === 'number') writeNumber(encoder, value);
  else if (typeof value === 'string') writeText(encoder, value, written);
  else if (isList(value)) {
    writeUint8(encoder, tag.list);
    writeVarUint(encoder, value.length);
    for (const one of value) writeValue(encoder, one, written);
  } else if (typeof value === 'object') {
    // A key without a value is no key, as in JSON.
    const names = Object.keys(value).filter((name) => value[name] !== undefined);
    writeNames(encoder, names, written);
    for (const name of names) writeValue(encoder, value[name] ?? null, written);
  } else throw new Error(`Not JSON: a ${typeof value}.`);
}

const isList = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value);

function writeNumber(encoder: Encoder, value: number): void {
  if (!Number.isFinite(value)) throw new Error('Not JSON: a number that is not finite.');
  if (!Number.isSafeInteger(value)) {
    writeUint8(encoder, tag.float);
    writeFloat64(encoder, value);
  } else {
    writeUint8(encoder, value < 0 ? tag.negative : tag.natural);
    writeVarUint(encoder, Math.abs(value));
  }
}

function writeText(encoder: Encoder, text: string, { texts, uuids }: Written): void {
  if (text.length === 36 && uuidPattern.test(text)) {
    const known = uuids.get(text);
    if (known !== undefined) {
      writeKnown(encoder, tag.knownUuid, known);
      return;
    }
    uuids.set(text, uuids.size);
    writeUint8(encoder, tag.uuid);
    for (const at of pairs) writeUint8(encoder, digit(text.charCodeAt(at)) * 16 + digit(text.charCodeAt(at + 1)));
    return;
  }
  const known = texts.get(text);
  if (known !== undefined) {
    writeKnown(encoder, tag.knownText, known);
    return;
  }
  if (!text.isWellFormed()) throw new Error('A text has half a character (a lone surrogate).');
  if (text.length <= maxKnownLength) texts.set(text, texts.size);
  writeUint8(encoder, tag.text);
  writeVarString(encoder, text);
}

/** Where the two digits of each byte of an id begin. */
const pairs = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34];

/** Of the code of `0` to `9` and `a` to `f`. */
const digit = (code: number): number => (code < 97 ? code - 48 : code - 87);

function writeNames(encoder: Encoder, names: readonly string[], written: Written): void {
  const shape = JSON.stringify(names);
  const known = written.shapes.get(shape);
  if (known !== undefined) {
    writeKnown(encoder, tag.knownObject, known);
    return;
  }
  written.shapes.set(shape, written.shapes.size);
  writeUint8(encoder, tag.object);
  writeVarUint(encoder, names.length);
  for (const name of names) writeText(encoder, name, written);
}

function writeKnown(encoder: Encoder, kind: number, index: number): void {
  writeUint8(encoder, kind);
  writeVarUint(encoder, index);
}

/**
 * @param maxValues more are not read: small values become many times their bytes in memory
 * @throws NotPacked when the bytes are not one whole value
 */
export function unpackValue(bytes: Uint8Array, maxValues = mostValues): JsonValue {
  try {
    const decoder = createDecoder(bytes);
    const value = readValue(decoder, { texts: [], uuids: [], shapes: [], count: 0, maxValues }, 0);
    if (hasContent(decoder)) throw new NotPacked('bytes after the end');
    return value;
  } catch (error) {
    if (error instanceof NotPacked) throw error;
    throw new NotPacked('the bytes end too early, or are no text', { cause: error });
  }
}

/** More than any message holds. */
const mostValues = 500_000;

/** Kinds of objects in one message, by the names of their fields; one costs much more to read than an object of it. */
const maxShapes = 10_000;

interface Read {
  readonly texts: string[];
  readonly uuids: string[];
  readonly shapes: (readonly string[])[];
  /** How many values were read. */
  count: number;
  readonly maxValues: number;
}

function readValue(decoder: Decoder, read: Read, depth: number): JsonValue {
  if (depth > maxDepth) throw new NotPacked('too deep');
  read.count += 1;
  if (read.count > read.maxValues) throw new NotPacked('too many values');
  const kind = readUint8(decoder);
  switch (kind) {
    case tag.null:
      return null;
    case tag.false:
      return false;
    case tag.true:
      return true;
    case tag.natural:
      return readVarUint(decoder);
    case tag.negative:
      return -readVarUint(decoder);
    case tag.float:
      return finite(readFloat64(decoder));
    case tag.list: {
      const length = countOf(decoder);
      const list: JsonValue[] = [];
      for (let index = 0; index < length; index += 1) list.push(readValue(decoder, read, depth + 1));
      return list;
    }
    case tag.object:
    case tag.knownObject:
      return readObject(decoder, kind, read, depth);
    default:
      return readText(decoder, kind, read);
  }
}

function readObject(decoder: Decoder, kind: number, read: Read, depth: number): JsonValue {
  let names: readonly string[];
  if (kind === tag.object) {
    const length = countOf(decoder);
    names = Array.from({ length }, () => readText(decoder, readUint8(decoder), read));
    // The one name that would not become a field of the object.
    if (new Set(names).size < length || names.includes('__proto__'))
      throw new NotPacked('a name twice, or one not allowed');
    if (read.shapes.push(names) > maxShapes) throw new NotPacked('too many kinds of objects');
  } else names = known(read.shapes, decoder);
  const object: Record<string, JsonValue> = {};
  for (const name of names) object[name] = readValue(decoder, read, depth + 1);
  return object;
}

function readText(decoder: Decoder, kind: number, { texts, uuids }: Read): string {
  if (kind === tag.knownText) return known(texts, decoder);
  if (kind === tag.knownUuid) return known(uuids, decoder);
  if (kind === tag.text) {
    const text = readVarString(decoder);
    if (text.length <= maxKnownLength) texts.push(text);
    return text;
  }
  if (kind !== tag.uuid) throw new NotPacked('an unknown kind of value');
  let uuid = '';
  for (let index = 0; index < 16; index += 1) {
    if (index === 4 || index === 6 || index === 8 || index === 10) uuid += '-';
    uuid += hexOf[readUint8(decoder)] ?? '';
  }
  uuids.push(uuid);
  return uuid;
}

/** Of each byte. */
const hexOf: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

function known<T>(list: readonly T[], decoder: Decoder): T {
  const one = list[readVarUint(decoder)];
  if (one === undefined) throw new NotPacked('a number that names nothing');
  return one;
}

/** Each of so many takes a byte at least: a count beyond the bytes that are left is a lie that would cost memory. */
function countOf(decoder: Decoder): number {
  const count = readVarUint(decoder);
  if (count > decoder.arr.length - decoder.pos) throw new NotPacked('a count beyond the end');
  return count;
}

function finite(value: number): number {
  if (!Number.isFinite(value)) throw new NotPacked('a number that is not finite');
  return value;
}
