import { err, ok, type Result } from '@satchel/core';
import type { AccountStore, OneTimeTokenStore, TokenPurpose, User } from '@satchel/db/server';
import {
  addressChangedMail,
  addressTakenMail,
  newAddressMail,
  passwordChangedMail,
  resetMail,
  verifyMail,
} from '../mail/mail.ts';
import type { Mailer } from '../mail/mailer.ts';
import { hashPassword, isPassword } from './passwords.ts';
import { digestOf, newRefreshToken } from './tokens.ts';

export interface AccountCareOptions {
  readonly store: AccountStore;
  readonly tokens: OneTimeTokenStore;
  /** Null: nothing is sent. */
  readonly mailer: Mailer | null;
  /** What links begin with. */
  readonly publicUrl: () => string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Sessions of a user have ended: their connections are to be looked at. */
  readonly onSessionsEnded: (user: string) => void;
}

/** What people do about their own account besides signing in. */
export interface AccountCare {
  /** Sends a link that confirms the address, when mail is sent at all. */
  sendVerification(user: User): Promise<void>;
  verify(token: string): Promise<Result<null, 'unknown'>>;
  /** Sends a link to choose a password, when there is such an account; whoever asks learns nothing of it. */
  forgotPassword(email: string): Promise<void>;
  /** A link to choose a password, to be copied; it is told once. Null: there is no such account. */
  passwordLink(email: string): Promise<{ readonly link: string; readonly expiresAt: number } | null>;
  resetPassword(token: string, password: string): Promise<Result<null, 'unknown'>>;
  /** All sessions but the given one end. */
  changePassword(user: string, session: string, current: string, password: string): Promise<Result<null, 'wrong'>>;
  /** Sends a link to the new address; until somebody follows it nothing changes. */
  requestAddress(user: string, password: string, email: string): Promise<Result<null, 'wrong' | 'no-mail'>>;
  changeAddress(token: string): Promise<Result<null, 'unknown' | 'taken'>>;
  setName(user: string, firstName: string, lastName: string): Promise<void>;
  isOpen(token: string, purpose: TokenPurpose): Promise<boolean>;
}

const hourMs = 3_600_000;

/** How long each is good. */
const lifetimeMs: Readonly<Record<TokenPurpose, number>> = {
  verify: 7 * 24 * hourMs,
  reset: hourMs,
  address: 24 * hourMs,
};

export function createAccountCare(options: AccountCareOptions): AccountCare {
  const { store, tokens, mailer, now } = options;

  const issue = async (purpose: TokenPurpose, user: string, email: string | null) => {
    const token = newRefreshToken();
    const expiresAt = now() + lifetimeMs[purpose];
    await tokens.issue({ hash: digestOf(token), purpose, user, email, expiresAt });
    return { link: `${options.publicUrl()}${linkPaths[purpose]}?token=${token}`, expiresAt };
  };

  return {
    async sendVerification({ id, email, isVerified }) {
      if (!mailer || isVerified) return;
      const { link } = await issue('verify', id, email);
      mailer.post(verifyMail(email, link));
    },
    async verify(token) {
      const verified = await tokens.verify(digestOf(token), now());
      return verified.ok ? ok(null) : verified;
    },
    async forgotPassword(email) {
      const user = mailer ? await store.userByEmail(email) : null;
      if (!mailer || !user?.isActive) return;
      const { link } = await issue('reset', user.id, email);
      mailer.post(resetMail(email, link));
    },
    async passwordLink(email) {
      const user = await store.userByEmail(email);
      // Somebody copies it: who follows it has not shown to read that address.
      return user && (await issue('reset', user.id, null));
    },
    async resetPassword(token, password) {
      const reset = await tokens.resetPassword(digestOf(token), await hashPassword(password), now());
      if (!reset.ok) return reset;
      options.onSessionsEnded(reset.value.user);
      const user = await store.user(reset.value.user);
      if (user) mailer?.post(passwordChangedMail(user.email));
      return ok(null);
    },
    async changePassword(id, session, current, password) {
      const user = await store.user(id);
      if (!(await isPassword(current, user?.passwordHash ?? null)) || !user) return err('wrong');
      await store.changePassword(id, await hashPassword(password), session);
      options.onSessionsEnded(id);
      mailer?.post(passwordChangedMail(user.email));
      return ok(null);
    },
    async requestAddress(id, password, email) {
      if (!mailer) return err('no-mail');
      const user = await store.user(id);
      if (!(await isPassword(password, user?.passwordHash ?? null)) || !user) return err('wrong');
      // Whoever asks is told the same; whoever has the address learns of it.
      if (await store.userByEmail(email)) mailer.post(addressTakenMail(email));
      else mailer.post(newAddressMail(email, (await issue('address', id, email)).link));
      return ok(null);
    },
    async changeAddress(token) {
      const changed = await tokens.changeAddress(digestOf(token), now());
      if (!changed.ok) return changed;
      mailer?.post(addressChangedMail(changed.value.before, changed.value.email));
      return ok(null);
    },
    setName: (user, firstName, lastName) => store.setName(user, firstName, lastName),
    isOpen: (token, purpose) => tokens.isOpen(digestOf(token), purpose, now()),
  };
}

/** Where links lead: pages of this server. */
export const linkPaths: Readonly<Record<TokenPurpose | 'join', string>> = {
  verify: '/account/verify',
  reset: '/account/password',
  address: '/account/address',
  join: '/account/join',
};
