import { isJsonObject, isPhoneCountry, isTimeZone, type PhoneCountry, type WeekStart } from '@satchel/core';
import type { ReplicaStore } from '@satchel/sync';

/** What a workspace says about itself. */
export interface Profile {
  readonly name: string;
  readonly currency: string;
  readonly country: PhoneCountry;
  /** IANA. */
  readonly timeZone: string;
  readonly weekStart: WeekStart;
}

/** Defaults stand in for what was never set, as in a workspace that a command made. */
export function readProfile(store: Pick<ReplicaStore, 'meta'>): Profile {
  const text = store.meta('profile');
  // Asked at every change, and seldom another one.
  if (lastRead?.text !== text || !lastRead) lastRead = { text, profile: parseProfile(text) };
  return lastRead.profile;
}

let lastRead: { readonly text: string | undefined; readonly profile: Profile } | undefined;

function parseProfile(text: string | undefined): Profile {
  const known: unknown = text === undefined ? {} : JSON.parse(text);
  const values = isJsonObject(known) ? known : {};
  const { name, currency, country, timeZone, weekStart } = values;
  return {
    name: typeof name === 'string' ? name : 'Workspace',
    currency: typeof currency === 'string' ? currency : 'USD',
    country: typeof country === 'string' && isPhoneCountry(country) ? country : 'US',
    timeZone: typeof timeZone === 'string' && isTimeZone(timeZone) ? timeZone : 'UTC',
    weekStart: weekStart === 0 || weekStart === 6 ? weekStart : 1,
  };
}

/** Replaces all of it, in the caller’s transaction. */
export const writeProfile = (store: Pick<ReplicaStore, 'setMeta'>, profile: Profile): void =>
  store.setMeta('profile', JSON.stringify(profile));
