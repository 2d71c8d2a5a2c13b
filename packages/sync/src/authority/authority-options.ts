import type { Account, Model, PhoneCountry, Plan, WeekStart } from '@satchel/core';
import type { AuthorityStore } from './authority-store.ts';

/** What a tenant says about itself. */
export interface TenantProfile {
  readonly country: PhoneCountry;
  readonly timeZone: string;
  readonly weekStart: WeekStart;
  /** Default: `enterprise`, which is unlimited. */
  readonly plan?: Plan;
  /** Default: active. */
  readonly account?: Account;
}

export interface AuthorityOptions {
  readonly store: AuthorityStore;
  readonly model: Model;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly profile: (tenant: string) => TenantProfile;
  /** How many changes of one removed member are kept until somebody has decided. Default: 10,000. */
  readonly maxLeftBehind?: number;
  /** Told when a tenant's head has moved; lossy by design, whoever listens also asks. */
  readonly onAccepted?: (tenant: string, head: number) => void;
}
