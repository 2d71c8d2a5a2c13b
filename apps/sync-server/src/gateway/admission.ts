import { err, type MemberId, ok, type Result } from '@satchel/core';
import type { AccountStore, DeviceStore, Organization } from '@satchel/db/server';
import type { ClientMessage } from '@satchel/sync';
import type { AccessClaims, Tokens } from '../accounts/tokens.ts';
import { serverDevice } from '../server-device.ts';
import { closeCodes } from './close-codes.ts';

export interface AdmissionOptions {
  readonly accounts: AccountStore;
  readonly devices: DeviceStore;
  readonly tokens: Tokens;
}

/** Whose a socket is, proved by its first message. */
export interface Whose {
  readonly tenant: string;
  readonly user: string;
  readonly device: string;
  /** Opened by a device's key, for what waits there. */
  readonly isUpload: boolean;
}

/** Who may come in. */
export interface Admitted extends Whose {
  readonly organization: Organization;
  readonly member: MemberId;
  /** The key is that of a device that was revoked before: all that is sent is kept for an admin. */
  readonly isRevoked: boolean;
  /** The session of the account by which it is opened; null: the device's key is. */
  readonly signIn: string | null;
  /** When the token is over, in milliseconds since 1970. */
  readonly expiresAt: number;
}

/** What a socket is closed with. */
export interface Refused {
  readonly code: number;
  readonly reason: string;
}

type Auth = Extract<ClientMessage, { kind: 'auth' }>;

/**
 * Who says to be whom. The device's name is theirs from now on.
 *
 * @param before whose the socket is already; it stays theirs
 */
export async function admit(
  { accounts, devices, tokens }: AdmissionOptions,
  message: Auth,
  before: Whose | null,
): Promise<Result<Admitted, Refused>> {
  const { device } = message;
  const claims = await claimsOf(tokens, accounts, message);
  if (!claims) return refuse(closeCodes.notSignedIn, 'Sign in again.');
  const { user, session: signIn, expiresAt } = claims;
  const membership = await accounts.membership(user, message.organization);
  if (!membership) return refuse(closeCodes.forbidden, 'Not a member of this organization.');
  const { organization, member } = membership;
  const tenant = organization.id;
  const whose = { tenant, user, device, isUpload: signIn === null };
  if (before && !isSame(before, whose)) return refuse(closeCodes.forbidden, 'This connection is of somebody else.');
  const isOwn = device !== serverDevice && (await devices.claim(tenant, device, user, signIn));
  const isRevoked = !isOwn && (await devices.isRevoked(tenant, device));
  // Its key lets it bring up what it had not sent.
  if (isRevoked && signIn !== null) {
    return refuse(closeCodes.revoked, 'This device was removed from the organization.');
  }
  if (!isOwn && !isRevoked) {
    return refuse(closeCodes.forbidden, 'This device is not known here. Start it under a new name.');
  }
  return ok({ ...whose, organization, member, isRevoked, signIn, expiresAt });
}

const refuse = (code: number, reason: string): Result<never, Refused> => err({ code, reason });

const isSame = (a: Whose, b: Whose): boolean => a.tenant === b.tenant && a.user === b.user && a.device === b.device;

type Claims = Pick<AccessClaims, 'user' | 'expiresAt'> & { readonly session: string | null };

/** By an access token, or by one that a device got for its key; null: neither is good. */
async function claimsOf(tokens: Tokens, accounts: AccountStore, message: Auth): Promise<Claims | null> {
  const claims = await tokens.verify(message.token);
  if (claims) return (await accounts.isSessionOpen(claims.session)) ? claims : null;
  const upload = await tokens.verifyUpload(message.token);
  const isOfDevice = upload?.organization === message.organization && upload.device === message.device;
  return upload && isOfDevice ? { ...upload, session: null } : null;
}
