import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { Compression } from '@satchel/sync';

/** Of 22: beyond it pages of records grow smaller by little, and take much longer. */
const level = 3;

/** https://nodejs.org/api/zlib.html#class-zstdcompress */
export const zstd: Compression = {
  compress: (bytes) => zstdCompressSync(bytes, { params: { [constants.ZSTD_c_compressionLevel]: level } }),
  decompress(bytes, maxBytes) {
    try {
      return zstdDecompressSync(bytes, { maxOutputLength: maxBytes });
    } catch {
      return null;
    }
  },
};
