import { err, ok, type Result } from './result.ts';

export interface EmailError {
  readonly code: 'email-invalid';
  readonly message: string;
}

/**
 * A mail address in lower case, so that addresses can be compared; every mail system of note ignores the case of the
 * local part. The syntax is that of HTML (WHATWG, `input type=email`), at most 254 characters (RFC 5321). Takes
 * surrounding space and `mailto:` away.
 */
export function parseEmail(text: string): Result<string, EmailError> {
  const email = text
    .trim()
    .replace(/^mailto:/i, '')
    .toLowerCase();
  if (email.length <= 254 && EMAIL.test(email)) return ok(email);
  const message = `"${text.trim().slice(0, 60)}" is not a mail address: write it like ann@example.com.`;
  return err({ code: 'email-invalid', message });
}

/** What follows the @ of an address that parseEmail accepted. */
export const emailDomain = (email: string): string => email.slice(email.lastIndexOf('@') + 1);

const EMAIL =
  /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/;
