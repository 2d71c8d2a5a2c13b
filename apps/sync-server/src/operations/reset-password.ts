import { parseEmail } from '@satchel/core';
import { createAccountStore, createOneTimeTokenStore } from '@satchel/db/server';
import { createAccountCare } from '../accounts/account-care.ts';
import { done, failed, misused, type Operation } from './operation.ts';

/** `reset-password ADDRESS`: a link to choose a new password, to be handed over. */
export const resetPassword: Operation = async ({ opened, publicUrl, now }, [address = '', ...rest]) => {
  const email = parseEmail(address);
  if (!email.ok || rest.length > 0) return misused('Give one e-mail address: reset-password ada@example.com');
  const care = createAccountCare({
    store: createAccountStore(opened.database),
    tokens: createOneTimeTokenStore(opened.database),
    mailer: null,
    publicUrl: () => publicUrl,
    now,
    onSessionsEnded: () => undefined,
  });
  const made = await care.passwordLink(email.value);
  if (!made) return failed(`There is no account of ${email.value}.`);
  return done(
    `Hand this link over, by a way that only its owner reads. It is good once, until ${new Date(made.expiresAt).toISOString()}:`,
    made.link,
  );
};
