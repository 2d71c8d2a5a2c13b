import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  // Charts and floating menus place themselves with style attributes.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** A file of the built window for `app://satchel/…`, or its page for every other path: the page does its own routing. */
export async function pageResponse(folder: string, url: string): Promise<Response> {
  const path = normalize(join(folder, decodeURIComponent(new URL(url).pathname)));
  const type = types[extname(path)];
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
