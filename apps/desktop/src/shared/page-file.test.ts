import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pageFile } from './page-file.ts';

test('assets are handed out by their extension, and every other path is the page', () => {
  expect(pageFile('/assets/index-1.js')).toEqual({
    path: 'assets/index-1.js',
    contentType: 'text/javascript; charset=utf-8',
    isImmutable: true,
  });
  expect(pageFile('/icon%20small.svg')).toMatchObject({ path: 'icon small.svg', isImmutable: false });
  for (const path of ['/', '/deals', '/deals/', '/other.html', '/deals//x']) {
    expect(pageFile(path)).toMatchObject({ path: 'index.html', isImmutable: false });
  }
});

test('what leads out of the folder, is no path or has another extension is not handed out', () => {
  const ways = [
    '/../x.js',
    '/assets/%2e%2e/%2e%2e/x.js',
    '/..%5cx.js',
    '/..%2fx.js',
    '//x.js',
    '/assets//x.js',
    'x.js',
  ];
  for (const path of [...ways, '/%', '/%00', '/%00.js', '/x.map', '/.env', '/workspace.key', '']) {
    expect([path, pageFile(path)]).toEqual([path, undefined]);
  }
});

test('no path at all leads out of the folder', () => {
  const part = fc.constantFrom('..', '.', '', '%2e%2e', '%2f', '%5c', '%00', 'a', 'a.js', 'assets', '%');
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      const file = pageFile(`/${parts.join('/')}`);
      expect(file?.path ?? 'index.html').toMatch(/^[^/\\.\0][^/\\\0]*(?:\/[^/\\.\0][^/\\\0]*)*$/);
    }),
  );
});
