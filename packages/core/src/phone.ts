import {
  type CountryCode,
  getCountries,
  getCountryCallingCode,
  isSupportedCountry,
  Metadata,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/min';
import { err, ok, type Result } from './result.ts';

export interface PhoneError {
  readonly code: 'phone-invalid';
  readonly message: string;
}

/** A country whose national numbers can be read, as ISO 3166-1 alpha-2 in upper case. */
export type PhoneCountry = CountryCode;

/** All of them, by their codes. */
export const phoneCountries: readonly PhoneCountry[] = getCountries();

export const isPhoneCountry = (text: string): text is PhoneCountry => isSupportedCountry(text);

/**
 * Reads a number in any writing as E.164 (`+41446681800`). A national number is read as one of `defaultCountry` and
 * must have a length that occurs there. An international one (`+`, or the country's prefix for calls abroad) may also
 * have a length unknown to the numbering plan, within the bounds of E.164 and with a calling code in use: plans change
 * faster than apps, and people keep notes of incomplete numbers. An extension is dropped. Whether somebody answers is
 * not checked. Costs about 0.6 µs for E.164, 5 µs otherwise.
 */
export function parsePhone(text: string, defaultCountry: PhoneCountry): Result<string, PhoneError> {
  if (isPlainE164(text)) return ok(text);
  const trimmed = text.trim().replace(/^tel:/i, '');
  const phone = parsePhoneNumberFromString(trimmed, { defaultCountry, extract: false });
  if (phone !== undefined) {
    const e164 = settle(phone.number);
    const isOneInternational = /^[+＋]/.test(trimmed) && !/[/;,|]/.test(trimmed);
    if (phone.isPossible() || (isOneInternational && /^\+\d{8,15}$/.test(e164))) return ok(e164);
  }
  const message = `"${text.trim().slice(0, 40)}" is not a phone number: write it with its country, such as +41 44 668 18 00.`;
  return err({ code: 'phone-invalid', message });
}

/** How people write it, with the country: `+41 44 668 18 00`. Gives back what it cannot read. */
export function formatPhone(e164: string): string {
  return parsePhoneNumberFromString(e164)?.formatInternational() ?? e164;
}

/**
 * The digits under which a number is found by prefix: with the country, without it, and with the prefix for calls
 * within the country where it has one (`41446681800`, `446681800`, `0446681800`). Costs under 1 µs.
 */
export function phoneSearchTokens(e164: string): readonly string[] {
  const international = e164.slice(1);
  const code = callingCodeOf(e164);
  if (code === undefined) return [international];
  const national = international.slice(code.length);
  const trunk = trunkPrefix(code);
  // In North America the two are the same.
  return trunk === '' || trunk + national === international
    ? [international, national]
    : [international, national, trunk + national];
}

/**
 * The digits of a search that looks like (the beginning of) a phone number, to compare with phoneSearchTokens;
 * undefined when it has letters or fewer than three digits.
 */
export function phoneQueryDigits(query: string): string | undefined {
  const text = query.trim();
  if (!/^\+?[\d\s()./\u2010-\u2015-]+$/.test(text)) return undefined;
  const isInternational = /^(?:\+|00)/.test(text);
  // (0) behind a calling code is only dialled without it.
  const digits = (isInternational ? text.replace('(0)', '').replace(/^00/, '') : text).replace(/\D/g, '');
  return digits.length < 3 ? undefined : digits;
}

// Built at first use: reading the metadata of all countries costs some milliseconds.
let countryByCallingCode: ReadonlyMap<string, PhoneCountry> | undefined;
const trunkByCallingCode = new Map<string, string>();

/** Calling codes in geographic use; none is the beginning of another (ITU-T E.164). */
function callingCodes(): ReadonlyMap<string, PhoneCountry> {
  if (countryByCallingCode === undefined) {
    const byCode = new Map<string, PhoneCountry>();
    for (const country of getCountries()) byCode.set(getCountryCallingCode(country), country);
    countryByCallingCode = byCode;
  }
  return countryByCallingCode;
}

function callingCodeOf(e164: string): string | undefined {
  const codes = callingCodes();
  for (let length = 1; length <= 3; length++) {
    const code = e164.slice(1, 1 + length);
    if (codes.has(code)) return code;
  }
  return undefined;
}

/** What is dialled before a national number, '' if nothing. Countries that share a calling code share it. */
function trunkPrefix(code: string): string {
  let trunk = trunkByCallingCode.get(code);
  if (trunk === undefined) {
    const country = callingCodes().get(code);
    const metadata = new Metadata();
    if (country !== undefined) metadata.selectNumberingPlan(country);
    const plan = metadata.numberingPlan;
    trunk = (plan !== undefined && hasNationalPrefix(plan) ? plan.nationalPrefix() : undefined) ?? '';
    trunkByCallingCode.set(code, trunk);
  }
  return trunk;
}

/** The method is always there, only its type is missing (libphonenumber-js 1.13). */
const hasNationalPrefix = (plan: object): plan is { nationalPrefix(): string | undefined } =>
  'nationalPrefix' in plan && typeof plan.nationalPrefix === 'function';

/** Calling codes whose national numbers the library rewrites in more ways than dropping a leading trunk prefix. */
const REWRITTEN = new Set(['54', '55', '61', '86', '261', '352', '370', '378', '506', '672', '692']);

/** The library drops one trunk prefix at a time; a number that was read must not change when it is read again. */
function settle(e164: string): string {
  if (isPlainE164(e164)) return e164;
  const again = parsePhoneNumberFromString(e164, { extract: false })?.number;
  return again === undefined || again === e164 || again.length > e164.length ? e164 : settle(again);
}

/** The short way for numbers that parsePhone would give back as they are. */
function isPlainE164(text: string): boolean {
  if (!/^\+[1-9]\d{7,14}$/.test(text)) return false;
  const code = callingCodeOf(text);
  if (code === undefined || REWRITTEN.has(code)) return false;
  const national = text.slice(1 + code.length);
  const trunk = trunkPrefix(code);
  return national.charAt(0) !== '0' && (trunk === '' || !national.startsWith(trunk));
}
