import type { Backend } from '../data/backend.tsx';

const partSizeBytes = 1024 * 1024;

/** Sends files part by part, one after another, so that the page is never blocked. False: `onShare` wanted no more. */
export async function uploadFiles(
  backend: Backend,
  job: string,
  files: readonly File[],
  onShare: (share: number) => boolean,
): Promise<boolean> {
  const totalBytes = files.reduce((sum, file) => sum + file.size, 0);
  let sentBytes = 0;
  for (const file of files) {
    let offset = 0;
    do {
      const end = Math.min(file.size, offset + partSizeBytes);
      const part = new Uint8Array(await file.slice(offset, end).arrayBuffer());
      await backend.call('import.addFilePart', { job, file: file.name, part, isLast: end >= file.size });
      sentBytes += part.byteLength;
      offset = end;
      if (!onShare(totalBytes === 0 ? 1 : sentBytes / totalBytes)) return false;
    } while (offset < file.size);
  }
  return true;
}
