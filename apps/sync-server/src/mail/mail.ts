/** A mail as it is sent: the same words as text and as simple HTML, nothing that tells whether it was read. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

interface Parts {
  readonly to: string;
  readonly subject: string;
  /** What has happened, in a sentence or two. */
  readonly what: string;
  /** What to press. */
  readonly action: { readonly label: string; readonly link: string } | null;
  /** What whoever did not ask for it needs to know. */
  readonly otherwise: string;
}

export const verifyMail = (to: string, link: string): Mail =>
  mail({
    to,
    subject: 'Confirm your e-mail address',
    what: 'An account of Satchel was made with this e-mail address.',
    action: { label: 'Confirm the address', link },
    otherwise: 'If this was not you, ignore this mail: the address stays unconfirmed.',
  });

export const resetMail = (to: string, link: string): Mail =>
  mail({
    to,
    subject: 'Choose a new password',
    what: 'Somebody asked for a new password of your account. The link is good once, for an hour.',
    action: { label: 'Choose a password', link },
    otherwise: 'If this was not you, ignore this mail: your password stays as it is.',
  });

export const newAddressMail = (to: string, link: string): Mail =>
  mail({
    to,
    subject: 'Confirm your new e-mail address',
    what: 'This is to be the new e-mail address of an account of Satchel. The link is good once, for a day.',
    action: { label: 'Use this address', link },
    otherwise: 'If this was not you, ignore this mail: nothing changes.',
  });

export const addressTakenMail = (to: string): Mail =>
  mail({
    to,
    subject: 'Your e-mail address has an account already',
    what: 'Somebody tried to make this the e-mail address of another account. It has an account of its own already.',
    action: null,
    otherwise: 'Nothing was changed. If this was you, sign in with this address.',
  });

export const addressChangedMail = (to: string, newAddress: string): Mail =>
  mail({
    to,
    subject: 'Your e-mail address was changed',
    what: `From now on ${newAddress} is the e-mail address of your account.`,
    action: null,
    otherwise: 'If this was not you, tell whoever runs your server at once.',
  });

export const passwordChangedMail = (to: string): Mail =>
  mail({
    to,
    subject: 'Your password was changed',
    what: 'The password of your account was changed, and other devices were signed out.',
    action: null,
    otherwise: 'If this was not you, ask for a new password at once and tell whoever runs your server.',
  });

export const invitationMail = (to: string, organization: string, link: string): Mail =>
  mail({
    to,
    subject: `Join ${organization}`,
    what: `You are invited to work in ${organization} with Satchel. The link is good once, for a week.`,
    action: { label: 'Join', link },
    otherwise: 'If you do not know why, ignore this mail.',
  });

function mail({ to, subject, what, action, otherwise }: Parts): Mail {
  const oneLine = subject.replace(/\s+/g, ' ').slice(0, 150);
  const text = [what, ...(action ? [`${action.label}:\n${action.link}`] : []), otherwise].join('\n\n');
  const button = action ? `<p><a href="${escaped(action.link)}">${escaped(action.label)}</a></p>` : '';
  const html = `<!doctype html><html lang="en"><body style="font: 16px/1.5 sans-serif; max-width: 36em">
<p>${escaped(what)}</p>
${button}
<p style="color: #666">${escaped(otherwise)}</p>
</body></html>`;
  return { to, subject: oneLine, text: `${text}\n`, html };
}

/** Text as it stands in HTML. */
export const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`);
