import { createDecoder, hasContent, readAny } from 'lib0/decoding';
import { createEncoder, toUint8Array, writeAny } from 'lib0/encoding';

/** Plain data as bytes, for carriers that take no objects. `Uint8Array` and `undefined` cross. */
export function encode(message: unknown): Uint8Array<ArrayBuffer> {
  const encoder = createEncoder();
  // lib0 calls any plain data `any`; a function or symbol becomes undefined.
  writeAny(encoder, message as Parameters<typeof writeAny>[1]);
  return new Uint8Array(toUint8Array(encoder));
}

/** @throws Error when the bytes are not one whole message */
export function decode(bytes: Uint8Array): unknown {
  const decoder = createDecoder(bytes);
  const message: unknown = readAny(decoder);
  if (hasContent(decoder)) throw new Error('A message has bytes after its end.');
  return message;
}
