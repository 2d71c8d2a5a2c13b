import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emailDomain, parseEmail } from './email.ts';

test('addresses are kept in lower case', () => {
  expect(parseEmail(' Ann.Lee+CRM@Example.COM ')).toEqual({ ok: true, value: 'ann.lee+crm@example.com' });
  expect(parseEmail('mailto:a@b.co')).toEqual({ ok: true, value: 'a@b.co' });
  expect(emailDomain('ann@mail.example.com')).toBe('mail.example.com');
});

test('what is no address is refused', () => {
  const texts = [
    '',
    'ann',
    '@example.com',
    'ann@',
    'a b@example.com',
    'a@b@c.de',
    'a@-b.de',
    'a@b..de',
    'a@b.de,c@d.de',
  ];
  expect(texts.filter((text) => parseEmail(text).ok)).toEqual([]);
  expect(parseEmail(`${'a'.repeat(250)}@b.de`).ok).toBe(false);
  expect(parseEmail('x')).toEqual({
    ok: false,
    error: { code: 'email-invalid', message: '"x" is not a mail address: write it like ann@example.com.' },
  });
});

test('reading twice changes nothing', () => {
  fc.assert(
    fc.property(fc.emailAddress(), (text) => {
      const email = parseEmail(text);
      return !email.ok || isDeepStrictEqual(parseEmail(email.value), email);
    }),
  );
});
