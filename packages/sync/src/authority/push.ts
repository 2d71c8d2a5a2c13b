import type { Change, MemberId } from '@satchel/core';
import type { Outcome } from '../protocol/outcome.ts';

/** Who sends changes; the caller has proved it. */
export interface Sender {
  readonly tenant: string;
  readonly member: MemberId;
  readonly device: string;
  /** The device was revoked: what it had not sent is kept for an admin, and it is to forget the workspace. */
  readonly isRevoked?: boolean;
}

/** Changes of one device, one after another. */
export interface Push {
  readonly sender: Sender;
  /** The number of the first; a device numbers its changes 1, 2, 3 … */
  readonly firstNumber: number;
  readonly changes: readonly Change[];
  /** The sequence up to which the device has said to have everything, in this generation; not said: none. */
  readonly cursor?: number;
}

export type PushResult =
  | { readonly kind: 'judged'; readonly outcomes: readonly Outcome[] }
  /** Something before these has not arrived: begin again with this number. */
  | { readonly kind: 'gap'; readonly expected: number }
  /** These numbers were used for other changes: the device's database is an older copy of itself. */
  | { readonly kind: 'forked'; readonly lastNumber: number }
  /** The tenant is being made of a workspace: nothing is judged before it is whole. */
  | { readonly kind: 'incomplete' }
  /** The account does not sync at present. */
  | { readonly kind: 'closed'; readonly status: 'inactive' | 'suspended' };
