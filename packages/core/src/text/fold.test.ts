import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkText, compareCodePoints, foldText } from './fold.ts';

test('accents, case and spaces do not matter', () => {
  const folded = {
    'Müller  GmbH ': 'muller gmbh',
    'İSTANBUL ıstanbul Istanbul': 'istanbul istanbul istanbul',
    'Straße STRASSE ẞ': 'strasse strasse ss',
    'Ørsted Łódź Đorđe Æther Œuvre Þór': 'orsted lodz dorde aether oeuvre thor',
    'Ａｃｍｅ ﬁrm №1': 'acme firm no1',
    'Αθήνα ΟΔΟΣ Йод': 'αθηνα οδοσ иод',
    '\u00a0a\u2003b\tc\n': 'a b c',
    'na\u200bïve so\u00adft': 'naive soft',
    सिद्धि: 'सिद्धि',
    '🎉 Ok': '🎉 ok',
    '': '',
    '  ': '',
  };
  expect(Object.fromEntries(Object.keys(folded).map((text) => [text, foldText(text)]))).toEqual(folded);
});

test('folding twice changes nothing', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => foldText(foldText(text)) === foldText(text)));
  for (let code = 0; code < 0x30000; code++) {
    if (code >= 0xd800 && code <= 0xdfff) continue;
    const once = foldText(`a${String.fromCodePoint(code)}b`);
    if (foldText(once) !== once) throw new Error(`U+${code.toString(16)}`);
  }
});

test('ASCII takes a short way to the same result', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary-ascii' }), (text) => {
      expect(foldText(text)).toBe(text.toLowerCase().replace(/\s+/g, ' ').trim());
    }),
  );
  const clean = 'already folded';
  expect(foldText(clean)).toBe(clean);
});

test('code point order is the order of the UTF-8 bytes', () => {
  expect(['\ufffd', '😀', 'z', 'é', '', 'a'].sort(compareCodePoints)).toEqual(['', 'a', 'z', 'é', '\ufffd', '😀']);
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
      expect(Math.sign(compareCodePoints(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }),
  );
});

test('text that a store would not take is found', () => {
  expect([checkText('a\0b'), checkText('a\ud83d'), checkText('\ude00'), checkText('a😀')]).toEqual([
    'nul',
    'lone-surrogate',
    'lone-surrogate',
    undefined,
  ]);
});
