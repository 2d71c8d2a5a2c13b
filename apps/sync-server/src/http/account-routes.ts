import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { AccountCare } from '../accounts/account-care.ts';
import { email, password, words } from './body-parts.ts';
import { answerProblem, problems } from './problem.ts';
import type { SignInLimits } from './sign-in-limits.ts';
import { type SignedInOptions, signedInAs } from './signed-in.ts';
import { userJson } from './user-json.ts';

export interface AccountRoutesOptions extends SignedInOptions {
  readonly care: AccountCare;
  readonly mayTry: SignInLimits;
  /** Something failed that nobody waited for. */
  readonly onError: (error: unknown) => void;
}

const token = z.string().min(1).max(200);
const withToken = z.object({ token });
const forgot = z.object({ email });
const reset = z.object({ token, password });
const change = z.object({ current_password: z.string().min(1).max(200), password });
const address = z.object({ email, password: z.string().min(1).max(200) });
const profile = z.object({ first_name: words, last_name: words }).partial();

/** Mails to one address an hour, whoever asks: nobody fills somebody else's mailbox. */
const mailsPerHour = 5;

/** What people do about their own account, under the prefixes of `authRoutes`. */
export function accountRoutes(app: FastifyInstance, options: AccountRoutesOptions): void {
  const addresses = new WeakMap<FastifyRequest, string>();
  const countMail = app.createRateLimit({
    max: mailsPerHour,
    timeWindow: '1 hour',
    keyGenerator: (request) => `mail ${addresses.get(request) ?? request.ip}`,
  });
  const mayMail: MayMail = async (request, to) => {
    addresses.set(request, to);
    const answer = await countMail(request);
    return answer.isAllowed || !answer.isExceeded;
  };
  for (const prefix of ['/api/v1/auth', '/api/auth']) routesUnder(app, prefix, mayMail, options);
}

/** Whether an address gets one mail more. */
type MayMail = (request: FastifyRequest, to: string) => Promise<boolean>;

function routesUnder(
  app: FastifyInstance,
  prefix: string,
  mayMail: MayMail,
  { accounts, tokens, care, mayTry, onError }: AccountRoutesOptions,
): void {
  const signedIn = async (request: FastifyRequest, reply: FastifyReply) => {
    const claims = await signedInAs(request, { accounts, tokens });
    const user = claims && (await accounts.user(claims.user));
    if (claims && user) return { claims, user };
    await answerProblem(reply, problems.notSignedIn);
    return null;
  };

  app.post(`${prefix}/verify-email`, async (request, reply) => {
    const body = withToken.parse(request.body);
    if (!(await mayTry(request, reply, `link ${body.token.slice(0, 8)}`))) return reply;
    const verified = await care.verify(body.token);
    return verified.ok ? await reply.code(204).send() : await answerProblem(reply, problems.linkUnknown);
  });
  app.post(`${prefix}/verify-email/resend`, async (request, reply) => {
    const who = await signedIn(request, reply);
    if (!who) return reply;
    if (await mayMail(request, who.user.email)) await care.sendVerification(who.user);
    return await reply.code(202).send();
  });
  app.post(`${prefix}/forgot-password`, async (request, reply) => {
    const body = forgot.parse(request.body);
    if (!(await mayTry(request, reply, `forgot ${body.email}`))) return reply;
    // Answered before anything is looked up: neither the answer nor its time says whether there is such an account.
    if (await mayMail(request, body.email)) setImmediate(() => void care.forgotPassword(body.email).catch(onError));
    return await reply.code(202).send();
  });
  app.post(`${prefix}/reset-password`, async (request, reply) => {
    const body = reset.parse(request.body);
    if (!(await mayTry(request, reply, `link ${body.token.slice(0, 8)}`))) return reply;
    const done = await care.resetPassword(body.token, body.password);
    return done.ok ? await reply.code(204).send() : await answerProblem(reply, problems.linkUnknown);
  });
  app.post(`${prefix}/change-password`, async (request, reply) => {
    const who = await signedIn(request, reply);
    if (!who) return reply;
    const body = change.parse(request.body);
    if (!(await mayTry(request, reply, who.user.email))) return reply;
    const { user, session } = who.claims;
    const changed = await care.changePassword(user, session, body.current_password, body.password);
    return changed.ok ? await reply.code(204).send() : await answerProblem(reply, problems.wrongPassword);
  });
  app.post(`${prefix}/change-email`, async (request, reply) => {
    const who = await signedIn(request, reply);
    if (!who) return reply;
    const body = address.parse(request.body);
    if (!(await mayTry(request, reply, who.user.email))) return reply;
    if (!(await mayMail(request, body.email))) return await answerProblem(reply, problems.tooMany);
    const asked = await care.requestAddress(who.claims.user, body.password, body.email);
    if (asked.ok) return await reply.code(202).send();
    return await answerProblem(reply, asked.error === 'no-mail' ? problems.noMail : problems.wrongPassword);
  });
  app.post(`${prefix}/confirm-email`, async (request, reply) => {
    const body = withToken.parse(request.body);
    if (!(await mayTry(request, reply, `link ${body.token.slice(0, 8)}`))) return reply;
    const changed = await care.changeAddress(body.token);
    if (changed.ok) return await reply.code(204).send();
    return await answerProblem(reply, changed.error === 'taken' ? problems.emailTaken : problems.linkUnknown);
  });
  app.get(`${prefix}/profile`, async (request, reply) => {
    const who = await signedIn(request, reply);
    return who ? userJson(who.user) : reply;
  });
  app.patch(`${prefix}/profile`, async (request, reply) => {
    const who = await signedIn(request, reply);
    if (!who) return reply;
    const { first_name: firstName = who.user.firstName, last_name: lastName = who.user.lastName } = profile.parse(
      request.body,
    );
    await care.setName(who.user.id, firstName, lastName);
    return userJson({ ...who.user, firstName, lastName });
  });
}
