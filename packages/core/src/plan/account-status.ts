export const accountStatuses = ['active', 'inactive', 'suspended', 'trial'] as const;

/** Whether a tenant may be used: `inactive` is over, `suspended` was stopped by the operator. */
export type AccountStatus = (typeof accountStatuses)[number];

/** A tenant's account as its operator keeps it. */
export interface Account {
  readonly status: AccountStatus;
  /** When a trial ends, milliseconds since 1970; null: without an end. */
  readonly trialEndsAt: number | null;
}

/** The status at a moment: a trial that is over is inactive. */
export const statusAt = ({ status, trialEndsAt }: Account, nowMs: number): AccountStatus =>
  status === 'trial' && trialEndsAt !== null && nowMs >= trialEndsAt ? 'inactive' : status;

/** Whether devices may exchange anything with the server; what waits on them stays there. */
export const maySync = (status: AccountStatus): boolean => status === 'active' || status === 'trial';
