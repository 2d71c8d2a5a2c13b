/**
 * The form of a text by which it is searched and matched: no accents, no case, single spaces. `foldText('İstanbul')`,
 * `foldText('ISTANBUL')` and `foldText('ıstanbul')` are the same. Does not depend on the locale; folding twice changes
 * nothing. Text in ASCII that is folded already comes back without being copied.
 *
 * Steps: Unicode NFKD, marks of Latin, Greek, Cyrillic, Hebrew and Arabic dropped (vowel signs of Indic scripts are
 * letters and stay), lower case, the letters that Unicode does not decompose (ß ø ł đ æ œ …) spelled out.
 */
export function foldText(text: string): string {
  let isSpaced = true;
  let isLower = true;
  let before = 32;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 126) return foldUnicode(text);
    if (code < 32 || (code === 32 && before === 32)) isSpaced = false;
    else if (code >= 65 && code <= 90) isLower = false;
    before = code;
  }
  const lower = isLower ? text : text.toLowerCase();
  return isSpaced && before !== 32 ? lower : collapseSpace(lower);
}

/**
 * Orders texts by Unicode code point, as SQLite `BINARY` and PostgreSQL `COLLATE "C"` order their UTF-8. JavaScript's
 * own `<` compares UTF-16 and puts U+FFFD behind an emoji.
 */
export function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    let codeA = a.charCodeAt(i);
    let codeB = b.charCodeAt(i);
    if (codeA === codeB) continue;
    // Surrogates stand for the code points above U+FFFF, so they move behind the rest of the plane.
    if (codeA >= 0xd800 && codeB >= 0xd800) {
      codeA = codeA >= 0xe000 ? codeA - 0x2000 : codeA + 0x2000;
      codeB = codeB >= 0xe000 ? codeB - 0x2000 : codeB + 0x2000;
    }
    return codeA - codeB;
  }
  return a.length - b.length;
}

/**
 * What in a text one of the stores would not take: PostgreSQL has no NUL, UTF-8 has no lone surrogates. Undefined when
 * the text is fine.
 */
export function checkText(text: string): 'nul' | 'lone-surrogate' | undefined {
  if (text.includes('\0')) return 'nul';
  return text.isWellFormed() ? undefined : 'lone-surrogate';
}

const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  ı: 'i',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  ŧ: 't',
  þ: 'th',
  æ: 'ae',
  œ: 'oe',
  ς: 'σ',
};
const SPELLED_OUT = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'g');

// Blocks of combining marks, Hebrew points and Arabic vowel signs; then characters that show nothing.
const DROPPED = new RegExp(
  '[\\u0300-\\u036f\\u0483-\\u0487\\u0591-\\u05bd\\u05bf\\u05c1\\u05c2\\u05c4\\u05c5\\u05c7\\u0610-\\u061a\\u064b-\\u065f\\u0670' +
    '\\u1ab0-\\u1aff\\u1dc0-\\u1dff\\u20d0-\\u20ff\\ufe20-\\ufe2f\\u00ad\\u200b-\\u200f\\u2060\\ufeff]',
  'g',
);

function foldUnicode(text: string): string {
  const lower = text.normalize('NFKD').replace(DROPPED, '').toLowerCase().normalize('NFKD').replace(DROPPED, '');
  return collapseSpace(lower.replace(SPELLED_OUT, (letter) => LETTERS[letter] ?? letter));
}

const collapseSpace = (text: string): string => text.replace(/\s+/g, ' ').trim();
