import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseUrl } from './url.ts';

const read = (text: string) => {
  const url = parseUrl(text);
  return url.ok ? url.value : url.error.code;
};

test('web addresses are kept in one writing', () => {
  const expected = {
    'example.com': 'https://example.com',
    ' HTTP://Example.com/ ': 'http://example.com',
    'example.com:8080/a': 'https://example.com:8080/a',
    'https://example.com/a?b=c#d': 'https://example.com/a?b=c#d',
    'https://example.com/?q': 'https://example.com/?q',
    'localhost:3000': 'https://localhost:3000',
    'http://intranet/': 'http://intranet',
  };
  expect(Object.fromEntries(Object.keys(expected).map((text) => [text, read(text)]))).toEqual(expected);
});

test('nothing else gets through', () => {
  const texts = ['', 'n/a', 'javascript:alert(1)', 'mailto:a@b.co', 'ftp://example.com', 'https://', 'a b.com'];
  const tricky = [
    'https://bank.com@evil.com',
    'java\nscript:alert(1)',
    'file:///etc/passwd',
    `a.com/${'x'.repeat(2100)}`,
  ];
  expect([...texts, ...tricky].filter((text) => parseUrl(text).ok)).toEqual([]);
});

test('reading twice changes nothing', () => {
  fc.assert(
    fc.property(fc.oneof(fc.webUrl({ withFragments: true, withQueryParameters: true }), fc.string()), (text) => {
      const url = parseUrl(text);
      return !url.ok || isDeepStrictEqual(parseUrl(url.value), url);
    }),
  );
});
