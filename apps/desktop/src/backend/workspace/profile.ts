import { isJsonObject, isPhoneCountry, type PhoneCountry, type WeekStart } from '@satchel/core';
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
  const known: unknown = text === undefined ? {} : JSON.parse(text);
  const values = isJsonObject(known) ? known : {};
  const { name, currency, country, timeZone, weekStart } = values;
  return {
    name: typeof name === 'string' ? name : 'Workspace',
    currency: typeof currency === 'string' ? currency : 'USD',
    country: typeof country === 'string' && isPhoneCountry(country) ? country : 'US',
    timeZone: typeof timeZone === 'string' ? timeZone : 'UTC',
    weekStart: weekStart === 0 || weekStart === 6 ? weekStart : 1,
  };
}

export const writeProfile = (store: Pick<ReplicaStore, 'setMeta'>, profile: Profile): void =>
  store.setMeta('profile', JSON.stringify(profile));
