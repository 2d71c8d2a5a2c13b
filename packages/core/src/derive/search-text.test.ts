import { expect, test } from 'vitest';
import { defineEntity } from '../entity/define-entity.ts';
import type { EntityRecord } from '../entity/record.ts';
import { emails, longText, phones, serial, text } from '../field/field.ts';
import { searchTerms, searchText } from './search-text.ts';

const person = defineEntity({
  name: 'person',
  plural: 'persons',
  label: 'Person',
  labelPlural: 'Persons',
  place: 'main',
  fields: {
    name: text({ search: true }),
    secret: text(),
    mails: emails({ search: true }),
    numbers: phones({ search: true }),
    notes: longText({ search: true }),
    code: serial('P'),
  },
  views: { title: 'name', list: ['name'], form: ['name'] },
});

test('the words of a record are its searched fields, folded, with phones as they are dialled', () => {
  const record = {
    name: 'Zoë – Straße 🎉',
    secret: 'hidden',
    mails: ['Ann.Lee@example.com'],
    numbers: ['+41446681800'],
    notes: null,
    code: 'P-001',
  } as unknown as EntityRecord;
  expect(searchText(person, record).replace(/ +/g, ' ')).toBe(
    'zoe strasse ann.lee@example.com 41446681800 446681800 0446681800 p-001',
  );
});

test('what is typed becomes beginnings of words, or of a phone number', () => {
  expect(['', '  "- ', 'Zoë  LÉE zoe', 'ann.lee@ex', '044 668', 'P-001', 'Йод – x'].map(searchTerms)).toEqual([
    { words: [], phone: null },
    { words: [], phone: null },
    { words: ['zoe', 'lee'], phone: null },
    { words: ['ann', 'lee', 'ex'], phone: null },
    { words: ['044', '668'], phone: '044668' },
    { words: ['p', '001'], phone: null },
    { words: ['иод', 'x'], phone: null },
  ]);
});
