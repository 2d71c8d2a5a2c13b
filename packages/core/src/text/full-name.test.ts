import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fullName } from './full-name.ts';

test('[S5-04/C] somebody is called by both names, by the one that there is, or by their address', () => {
  const email = 'ada@a.example';
  const names = [
    ['Ada', 'Byron'],
    ['Ada', ''],
    ['', 'Byron'],
    ['', ''],
  ] as const;
  expect(names.map(([firstName, lastName]) => fullName({ firstName, lastName, email }))).toEqual([
    'Ada Byron',
    'Ada',
    'Byron',
    email,
  ]);
});

test('[S5-04/C] nobody with an address is without a name, and no name begins or ends with a space of ours', () => {
  const word = fc.string({ minLength: 0, maxLength: 20 }).filter((text) => text === text.trim());
  fc.assert(
    fc.property(word, word, fc.emailAddress(), (firstName, lastName, email) => {
      const name = fullName({ firstName, lastName, email });
      expect([name.length > 0, name === name.trim()]).toEqual([true, true]);
    }),
  );
});
