import type { FastifyReply } from 'fastify';

/** What every refused request is answered with. `code` is stable; `message` says what to do. */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  /** The field of the request that it is about. */
  readonly field?: string;
}

export const problems = {
  notSignedIn: {
    status: 401,
    code: 'not-signed-in',
    message: 'Sign in first: send the access token as Authorization: Bearer …',
  },
  wrongPassword: {
    status: 401,
    code: 'wrong-password',
    message: 'The e-mail address or the password is not right.',
  },
  inactive: { status: 403, code: 'inactive', message: 'This account is switched off. Ask an admin.' },
  emailTaken: {
    status: 409,
    code: 'email-taken',
    message: 'There is an account with this e-mail address already. Sign in instead.',
    field: 'email',
  },
  noOrganization: {
    status: 400,
    code: 'organization-missing',
    message: 'Say which organization is meant: send its id as X-Organization-Id.',
  },
  otherOrganization: {
    status: 403,
    code: 'organization-forbidden',
    message: 'You are not a member of this organization.',
  },
  alreadyMember: {
    status: 409,
    code: 'already-member',
    message: 'Somebody with this e-mail address is a member already.',
    field: 'email',
  },
  noInvitation: {
    status: 404,
    code: 'invitation-unknown',
    message: 'This invitation was used already, or its time is over. Ask for a new one.',
  },
  notAllowed: { status: 403, code: 'not-allowed', message: 'Your role does not allow this.' },
  mailInstead: {
    status: 409,
    code: 'mail-instead',
    message: 'This server sends mail: they get a link themselves by “Forgotten password”.',
  },
  linkUnknown: {
    status: 404,
    code: 'link-unknown',
    message: 'This link was used already, or its time is over. Ask for a new one.',
  },
  noMail: {
    status: 409,
    code: 'no-mail',
    message: 'This server sends no mail. Ask who runs it to do this for you.',
  },
  unverified: {
    status: 403,
    code: 'address-unconfirmed',
    message: 'Confirm your own e-mail address first: follow the link in the mail that was sent there.',
  },
  severalOrganizations: {
    status: 409,
    code: 'several-organizations',
    message: 'This person belongs to other organizations, too. Only who runs this server can give a link.',
  },
  deviceRevoked: {
    status: 403,
    code: 'device-revoked',
    message: 'This device was removed from the organization.',
  },
  deviceTaken: {
    status: 409,
    code: 'device-taken',
    message: 'This device is not known here as yours, or was revoked. Start it under a new name.',
  },
  closed: {
    status: 403,
    code: 'account-closed',
    message: 'The account of this organization is not active. Ask who runs this server.',
  },
  otherEpoch: {
    status: 409,
    code: 'other-epoch',
    message: 'What you may see has changed since this load began. Connect again; it goes on from there.',
  },
  notFound: { status: 404, code: 'not-found', message: 'There is nothing at this address.' },
  tooMany: { status: 429, code: 'too-many-requests', message: 'That was too often. Wait a little and try again.' },
  internal: {
    status: 500,
    code: 'internal',
    message: 'Something went wrong on the server. Try again; the request id helps who runs it to find out why.',
  },
} as const satisfies Record<string, Problem>;

export const answerProblem = (reply: FastifyReply, { status, ...problem }: Problem) =>
  reply.code(status).send({ error: problem, requestId: reply.request.id });
