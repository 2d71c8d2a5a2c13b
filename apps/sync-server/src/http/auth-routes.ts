import { fullName, isPhoneCountry, isRecordId, isTimeZone, recordIdFrom } from '@satchel/core';
import type { Membership } from '@satchel/db/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { AccountCare } from '../accounts/account-care.ts';
import type { NewOrganization, SignedIn } from '../accounts/accounts.ts';
import { email, password, words } from './body-parts.ts';
import { answerProblem, problems } from './problem.ts';
import { clearSessionCookie, setSessionCookie } from './session-cookie.ts';
import type { SignInLimits } from './sign-in-limits.ts';
import { type SignedInOptions, signedInAs } from './signed-in.ts';
import { userJson } from './user-json.ts';

export interface AuthRoutesOptions extends SignedInOptions {
  readonly care: Pick<AccountCare, 'sendVerification'>;
  readonly mayTry: SignInLimits;
  /** Sessions of a user have ended: their connections are to be looked at. */
  readonly onSessionsEnded: (user: string) => void;
}

const organization = z.object({
  country: z.string().refine(isPhoneCountry, 'Give a country as two letters, such as US.').default('US'),
  time_zone: z.string().refine(isTimeZone, 'Give a time zone such as Europe/Zurich.').default('UTC'),
  week_start: z.union([z.literal(0), z.literal(1), z.literal(6)]).default(1),
  // Of a workspace made offline, which follows over the socket.
  member_id: z.string().refine(isRecordId, 'Give the id of the owner’s record.').optional(),
});

const organizationOf = (name: string, body: z.infer<typeof organization>): NewOrganization => ({
  name,
  country: body.country,
  timeZone: body.time_zone,
  weekStart: body.week_start,
  member: body.member_id === undefined ? null : recordIdFrom(body.member_id),
});

const registration = organization
  .extend({
    email,
    password,
    first_name: words.default(''),
    last_name: words.default(''),
    company_name: words.default(''),
  })
  .transform((body) => {
    const name = { firstName: body.first_name, lastName: body.last_name, email: body.email };
    return {
      person: { ...name, password: body.password },
      organization: organizationOf(body.company_name || fullName(name), body),
    };
  });

const newOrganization = organization
  .extend({ name: words.min(1, 'Give the organization a name.') })
  .transform((body) => organizationOf(body.name, body));

const acceptance = z.object({
  token: z.string().min(1).max(200),
  password,
  first_name: words.default(''),
  last_name: words.default(''),
});

const login = z.object({ email, password: z.string().min(1).max(200) });
const refresh = z.object({
  refresh_token: z.string().min(1).max(200),
  /** 32 random bytes in base64url: what the client has kept before it asks, so that a lost answer costs nothing. */
  next_refresh_token: z
    .string()
    .regex(/^[\w-]{43}$/)
    .exactOptional(),
});

/** Accounts under `/api/v1/auth`, and under `/api/auth` for those who know it by that name. */
export function authRoutes(app: FastifyInstance, options: AuthRoutesOptions): void {
  for (const prefix of ['/api/v1/auth', '/api/auth']) routesUnder(app, prefix, options);
  app.get('/api/v1/organizations/me', async (request, reply) => {
    const claims = await signedInAs(request, options);
    if (!claims) return await answerProblem(reply, problems.notSignedIn);
    return { organizations: (await options.accounts.memberships(claims.user)).map(organizationJson) };
  });
  app.post('/api/v1/organizations', async (request, reply) => {
    const claims = await signedInAs(request, options);
    const made = claims && (await options.accounts.addOrganization(claims.user, newOrganization.parse(request.body)));
    return made ? await reply.code(201).send(organizationJson(made)) : await answerProblem(reply, problems.notSignedIn);
  });
}

function routesUnder(
  app: FastifyInstance,
  prefix: string,
  { accounts, tokens, care, mayTry, onSessionsEnded }: AuthRoutesOptions,
): void {
  app.post(`${prefix}/register`, async (request, reply) => {
    const { person, organization: wanted } = registration.parse(request.body);
    if (!(await mayTry(request, reply, person.email))) return reply;
    const registered = await accounts.register(person, wanted, agentOf(request));
    if (!registered.ok) return await answerProblem(reply, problems.emailTaken);
    await care.sendVerification(registered.value.user);
    return await answerSignedIn(request, reply.code(201), registered.value);
  });
  app.post(`${prefix}/login`, async (request, reply) => {
    const body = login.parse(request.body);
    if (!(await mayTry(request, reply, body.email))) return reply;
    const signedIn = await accounts.logIn(body.email, body.password, agentOf(request));
    if (signedIn.ok) return await answerSignedIn(request, reply, signedIn.value);
    return await answerProblem(reply, signedIn.error === 'inactive' ? problems.inactive : problems.wrongPassword);
  });
  app.post(`${prefix}/accept-invitation`, async (request, reply) => {
    const { token, first_name, last_name, ...person } = acceptance.parse(request.body);
    const given = { ...person, firstName: first_name, lastName: last_name };
    if (!(await mayTry(request, reply, `invitation ${token.slice(0, 8)}`))) return reply;
    const accepted = await accounts.acceptInvitation(token, given, agentOf(request));
    if (accepted.ok) return await answerSignedIn(request, reply, accepted.value);
    if (accepted.error === 'no-invitation') return await answerProblem(reply, problems.noInvitation);
    return await answerProblem(reply, accepted.error === 'inactive' ? problems.inactive : problems.wrongPassword);
  });
  app.post(`${prefix}/refresh`, async (request, reply) => {
    const { refresh_token: token, next_refresh_token: proposed } = refresh.parse(request.body);
    const refreshed = await accounts.refresh(token, proposed);
    if (refreshed.ok) return await answerSignedIn(request, reply, refreshed.value);
    return await answerProblem(reply, problems.notSignedIn);
  });
  app.post(`${prefix}/logout`, async (request, reply) => {
    const claims = await signedInAs(request, { accounts, tokens });
    if (!claims) return await answerProblem(reply, problems.notSignedIn);
    await accounts.logOut(claims.user, claims.session);
    onSessionsEnded(claims.user);
    clearSessionCookie(request, reply);
    return await reply.code(204).send();
  });
  app.get(`${prefix}/me`, async (request, reply) => {
    const claims = await signedInAs(request, { accounts, tokens });
    const user = claims && (await accounts.user(claims.user));
    if (!claims || !user) return await answerProblem(reply, problems.notSignedIn);
    const [memberships, sessions] = await Promise.all([accounts.memberships(user.id), accounts.sessions(user.id)]);
    return {
      user: userJson(user),
      organizations: memberships.map(organizationJson),
      sessions: sessions.map(({ id, agent, createdAt, usedAt }) => ({
        id,
        agent,
        is_current: id === claims.session,
        created_at: new Date(createdAt).toISOString(),
        used_at: new Date(usedAt).toISOString(),
      })),
    };
  });
}

const agentOf = (request: FastifyRequest): string => (request.headers['user-agent'] ?? 'unknown').slice(0, 200);

const answerSignedIn = (request: FastifyRequest, reply: FastifyReply, signedIn: SignedIn) => {
  setSessionCookie(request, reply, signedIn.accessToken, signedIn.expiresIn);
  return reply.send(signedInJson(signedIn));
};

const signedInJson = ({ accessToken, refreshToken, expiresIn, user }: SignedIn) => ({
  access_token: accessToken,
  refresh_token: refreshToken,
  token_type: 'bearer',
  expires_in: expiresIn,
  user: userJson(user),
});

const organizationJson = ({ organization: one, member }: Membership) => ({
  id: one.id,
  slug: one.slug,
  name: one.name,
  country: one.country,
  time_zone: one.timeZone,
  week_start: one.weekStart,
  plan: one.plan,
  status: one.account.status,
  member_id: member,
});
