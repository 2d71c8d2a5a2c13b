import { err, ok, type Result } from '@satchel/core';
import { type FrameProblem, malformed } from './frame.ts';
import { type SnapshotPage, snapshotPage } from './item.ts';
import { NotPacked, packValue, unpackValue } from './packed-value.ts';

/** How bytes are made fewer; `packages/db` has it by zstd, which the carriers themselves are not to do. */
export interface Compression {
  readonly compress: (bytes: Uint8Array) => Uint8Array;
  /** Null when the bytes are not of this compression, or would become more than `maxBytes`. */
  readonly decompress: (bytes: Uint8Array, maxBytes: number) => Uint8Array | null;
}

/** Bytes of one page before compression: 2,000 of the largest records that there are in practice. */
export const maxPageBytes = 64 * 1024 * 1024;

/** A page of a load as it travels, and as it is kept until it is asked for again. */
export const encodePage = (page: SnapshotPage, { compress }: Compression): Uint8Array => compress(packValue(page));

export function decodePage(bytes: Uint8Array, { decompress }: Compression): Result<SnapshotPage, FrameProblem> {
  const packed = decompress(bytes, maxPageBytes);
  if (packed === null) return err({ code: 'malformed', detail: 'not a compressed page, or too large' });
  try {
    const parsed = snapshotPage.safeParse(unpackValue(packed));
    return parsed.success ? ok(parsed.data) : malformed(parsed.error);
  } catch (error) {
    if (error instanceof NotPacked) return err({ code: 'malformed', detail: error.message });
    throw error;
  }
}
