import { isPhoneCountry, type WeekStart } from '@satchel/core';
import type { Organization } from '@satchel/db/server';
import type { TenantProfile } from '@satchel/sync/server';

/** What organizations say of themselves, as far as their devices are connected here. */
export interface Profiles {
  readonly note: (organization: Organization) => void;
  readonly of: (tenant: string) => TenantProfile;
}

const unknown: TenantProfile = { country: 'US', timeZone: 'UTC', weekStart: 1 };

export function createProfiles(): Profiles {
  const known = new Map<string, TenantProfile>();
  return {
    note({ id, country, timeZone, weekStart, plan, account }) {
      known.set(id, {
        country: isPhoneCountry(country) ? country : unknown.country,
        timeZone,
        // What `register` wrote: 0 to 6.
        weekStart: weekStart as WeekStart,
        plan,
        account,
      });
    },
    of: (tenant) => known.get(tenant) ?? unknown,
  };
}
