import { isUtf8 } from 'node:buffer';
import { err, ok, type Refusal, type Result } from '@satchel/core';
import { createPace } from './pace.ts';

/** A text file in the one encoding that is read. */
interface DecodedFile {
  /** In UTF-8, without a byte order mark. */
  readonly bytes: Buffer;
  /** As people call it. */
  readonly encoding: string;
}

/**
 * Finds the encoding of a text file and makes it UTF-8: by its byte order mark, by the zeros of UTF-16, else UTF-8 when
 * it is valid, else Windows-1252. Refusals: `file-empty`, `file-binary`.
 */
export async function decodeFile(
  file: string,
  bytes: Uint8Array,
  signal?: AbortSignal,
): Promise<Result<DecodedFile, Refusal>> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.length === 0) return err({ code: 'file-empty', message: `${file} is empty.` });
  const [encoding, offset] = encodingOf(buffer);
  const content = buffer.subarray(offset);
  const kind = knownBinary(buffer);
  if (kind !== undefined || encoding === undefined) {
    const what = kind ?? 'a binary file';
    return err({ code: 'file-binary', message: `${file} is ${what}, not text: save it as CSV and choose that file.` });
  }
  const decoded = encoding === 'UTF-8' ? content : await recode(content, encoding, signal);
  if (!/\S/.test(decoded.toString('utf8', 0, 10_000))) {
    return err({ code: 'file-empty', message: `${file} holds nothing but blanks.` });
  }
  return ok({ bytes: decoded, encoding });
}

type Encoding = 'UTF-8' | 'UTF-16 LE' | 'UTF-16 BE' | 'Windows-1252';

const LABELS: Readonly<Record<Encoding, string>> = {
  'UTF-8': 'utf-8',
  'UTF-16 LE': 'utf-16le',
  'UTF-16 BE': 'utf-16be',
  'Windows-1252': 'windows-1252',
};

/** Undefined: no text. With the length of the byte order mark. */
function encodingOf(buffer: Buffer): readonly [Encoding | undefined, number] {
  if (buffer[0] === 0xef && buffer[1] === 0xbb && buffer[2] === 0xbf) return ['UTF-8', 3];
  if (buffer[0] === 0xff && buffer[1] === 0xfe) return ['UTF-16 LE', 2];
  if (buffer[0] === 0xfe && buffer[1] === 0xff) return ['UTF-16 BE', 2];
  const head = buffer.subarray(0, 4096);
  let zerosAtEven = 0;
  let zerosAtOdd = 0;
  let controls = 0;
  head.forEach((byte, index) => {
    if (byte === 0) {
      if (index % 2 === 0) zerosAtEven += 1;
      else zerosAtOdd += 1;
    } else if (byte < 9 || (byte > 13 && byte < 32)) controls += 1;
  });
  const pairs = head.length / 2;
  if (zerosAtOdd > pairs * 0.6 && zerosAtEven < pairs * 0.05) return ['UTF-16 LE', 0];
  if (zerosAtEven > pairs * 0.6 && zerosAtOdd < pairs * 0.05) return ['UTF-16 BE', 0];
  if (zerosAtEven + zerosAtOdd > 0 || controls > head.length * 0.02) return [undefined, 0];
  return [isUtf8(buffer) ? 'UTF-8' : 'Windows-1252', 0];
}

const SIGNATURES: readonly (readonly [name: string, start: string])[] = [
  ['an Excel or other zipped file', 'PK\u0003\u0004'],
  ['an old Excel file', '\u00d0\u00cf\u0011\u00e0'],
  ['a PDF', '%PDF-'],
  ['a picture', '\u0089PNG'],
  ['a zipped file', '\u001f\u008b'],
];

const knownBinary = (buffer: Buffer): string | undefined => {
  const head = buffer.toString('latin1', 0, 8);
  return SIGNATURES.find(([, start]) => head.startsWith(start))?.[0];
};

async function recode(content: Buffer, encoding: Encoding, signal: AbortSignal | undefined): Promise<Buffer> {
  const pace = createPace(signal);
  const decoder = new TextDecoder(LABELS[encoding]);
  const parts: Buffer[] = [];
  for (let at = 0; at < content.length; at += PART_BYTES) {
    parts.push(Buffer.from(decoder.decode(content.subarray(at, at + PART_BYTES), { stream: true }), 'utf8'));
    await pace();
  }
  parts.push(Buffer.from(decoder.decode(), 'utf8'));
  return Buffer.concat(parts);
}

const PART_BYTES = 1 << 20;
