import { readFileSync } from 'node:fs';
import { extname, join, normalize, sep } from 'node:path';
import { contentTypeByExtension } from '../../shared/page-policy.ts';

export interface Asset {
  readonly body: Uint8Array;
  readonly type: string;
  /** Its name changes with its content. */
  readonly isImmutable: boolean;
}

/** A file of the built window, or its page for every other path, since the page does its own routing. */
export function readAsset(folder: string, path: string): Asset | undefined {
  const wanted = normalize(join(folder, path));
  const isInside = wanted.startsWith(folder + sep);
  const extension = extname(wanted);
  if (isInside && extension !== '' && extension !== '.html') {
    const type = contentTypeByExtension[extension];
    const body = type === undefined ? undefined : read(wanted);
    return body && type !== undefined ? { body, type, isImmutable: path.startsWith('/assets/') } : undefined;
  }
  const page = read(join(folder, 'index.html'));
  return page && { body: page, type: contentTypeByExtension['.html'] ?? '', isImmutable: false };
}

function read(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
