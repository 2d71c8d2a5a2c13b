import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { contentSecurityPolicy, contentTypeByExtension } from '../shared/page-policy.ts';

/** A file of the built window for `app://satchel/…`, or its page for every other path: the page does its own routing. */
export async function pageResponse(folder: string, url: string): Promise<Response> {
  const path = normalize(join(folder, decodeURIComponent(new URL(url).pathname)));
  const type = contentTypeByExtension[extname(path)];
  const isAsset = path.startsWith(folder + sep) && type !== undefined;
  try {
    const body = await readFile(isAsset ? path : join(folder, 'index.html'));
    return new Response(new Uint8Array(body), {
      headers: {
        'content-type': isAsset ? type : 'text/html; charset=utf-8',
        'content-security-policy': contentSecurityPolicy,
        'x-content-type-options': 'nosniff',
      },
    });
  } catch {
    return new Response('There is nothing here.', { status: 404 });
  }
}
