import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pageFile, pageHeaders } from '../shared/page-file.ts';

/** A file of the built window for `app://satchel/…`. */
export async function pageResponse(folder: string, url: string): Promise<Response> {
  const file = pageFile(new URL(url).pathname);
  const body = file && (await readFile(join(folder, file.path)).catch(() => undefined));
  if (!file || !body) return new Response('There is nothing here.', { status: 404 });
  return new Response(new Uint8Array(body), { headers: pageHeaders(file) });
}
