import { hash as bcrypt } from 'bcryptjs';
import { expect, test } from 'vitest';
import { hashPassword, isPassword, isWeak } from './passwords.ts';

test('[S5-19/S] a password is kept by Argon2id with at least what OWASP asks for, and never twice the same', async () => {
  const [one, two] = [await hashPassword('correct horse'), await hashPassword('correct horse')];
  const [, memory, passes, parallelism] = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$/.exec(one) ?? [];
  expect(Number(memory)).toBeGreaterThanOrEqual(19_456);
  expect(Number(passes)).toBeGreaterThanOrEqual(2);
  expect([parallelism, one === two, isWeak(one)]).toEqual(['1', false, false]);
  expect([await isPassword('correct horse', one), await isPassword('Correct horse', one)]).toEqual([true, false]);
  expect(await isPassword('correct horse', null)).toBe(false);
  // However its accents are written.
  expect(await isPassword('Zoe\u0308', await hashPassword('Zo\u00eb'))).toBe(true);
});

test('[S4-01/S] a hash of bcrypt that another system brought is known, and is to be made anew', async () => {
  const brought = await bcrypt('correct horse', 4);
  expect([await isPassword('correct horse', brought), await isPassword('wrong horse', brought)]).toEqual([true, false]);
  expect(isWeak(brought)).toBe(true);
  await expect(isPassword('correct horse', 'plain')).rejects.toThrow('a form that this server does not know');
});
