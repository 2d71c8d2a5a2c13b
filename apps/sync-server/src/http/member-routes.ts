import {
  type Change,
  changeIdFrom,
  createClock,
  type Intention,
  isRecordId,
  maySync,
  recordIdFrom,
  roles,
  statusAt,
} from '@satchel/core';
import type { Membership } from '@satchel/db/server';
import type { Authority, Outcome } from '@satchel/sync/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { linkPaths } from '../accounts/account-care.ts';
import type { Profiles } from '../gateway/profiles.ts';
import { invitationMail } from '../mail/mail.ts';
import type { Mailer } from '../mail/mailer.ts';
import { serverDevice } from '../server-device.ts';
import { email, words } from './body-parts.ts';
import { answerProblem, type Problem, problems } from './problem.ts';
import { type SignedInOptions, signedInAs } from './signed-in.ts';

export interface MemberRoutesOptions extends SignedInOptions {
  readonly authority: Pick<Authority, 'commit'>;
  readonly profiles: Profiles;
  /** Null: nothing is sent, and whoever invites copies the link. */
  readonly mailer: Pick<Mailer, 'post'> | null;
  /** Where people reach this server. */
  readonly publicUrl: () => string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** UUIDs of version 7. */
  readonly newId: () => string;
}

const role = z.enum(roles as readonly [string, ...string[]]);
const invitation = z.object({ email, name: words.default(''), role: role.default('member') });
const edit = z.object({ role, name: words, is_active: z.boolean() }).partial();

/**
 * Members of an organization. They are records of the tenant as all others: who may add, change or remove one, and that
 * an owner stays, is judged by the tenant's own rules, in the name of whoever asks.
 */
export function memberRoutes(app: FastifyInstance, options: MemberRoutesOptions): void {
  const { accounts, authority, profiles, mailer, now, newId } = options;

  /** Does a change in the asker's name, in the organization of the address; answers by itself when it cannot. */
  const change = async (
    request: FastifyRequest,
    reply: FastifyReply,
    intention: (organization: string, user: string) => Promise<Intention | Problem>,
  ): Promise<{ readonly organization: string; readonly name: string } | null> => {
    const claims = await signedInAs(request, options);
    const { organization } = z.object({ organization: z.string() }).parse(request.params);
    const membership =
      claims && (await accounts.memberships(claims.user)).find((one) => one.organization.id === organization);
    if (!claims) await answerProblem(reply, problems.notSignedIn);
    else if (!membership) await answerProblem(reply, problems.otherOrganization);
    else if (isClosed(profiles, membership, now())) await answerProblem(reply, problems.closed);
    else {
      const asked = await intention(organization, claims.user);
      if ('status' in asked) {
        await answerProblem(reply, asked);
        return null;
      }
      const made: Change = {
        id: changeIdFrom(newId()),
        actor: membership.member,
        device: serverDevice,
        at: createClock({ device: serverDevice, now }).tick(),
        intentions: [asked],
      };
      const sender = { tenant: organization, member: membership.member, device: serverDevice };
      const outcome = await authority.commit(sender, made);
      if (outcome.kind === 'accepted') return { organization, name: membership.organization.name };
      await answerProblem(reply, problemOf(outcome));
    }
    return null;
  };

  app.post('/api/v1/organizations/:organization/members', async (request, reply) => {
    const body = invitation.parse(request.body);
    const member = recordIdFrom(newId());
    const fields = { name: body.name || body.email, role: body.role, emails: [body.email] };
    const made = await change(request, reply, async (organization, user) => {
      // Mail is sent in the name of people who have shown who they are.
      if (mailer && !(await accounts.user(user))?.isVerified) return problems.unverified;
      return (await accounts.isMember(organization, body.email))
        ? problems.alreadyMember
        : { kind: 'create', entity: 'member', id: member, fields };
    });
    if (!made) return reply;
    const { token, expiresAt } = await accounts.invite(made.organization, member, body.email);
    const link = `${options.publicUrl()}${linkPaths.join}?token=${token}`;
    mailer?.post(invitationMail(body.email, made.name, link));
    return await reply.code(201).send({
      member_id: member,
      invitation: {
        expires_at: new Date(expiresAt).toISOString(),
        // Told once, to whoever brings it there: the server keeps its digest only.
        ...(mailer ? {} : { token, link }),
      },
    });
  });
  app.patch('/api/v1/organizations/:organization/members/:member', async (request, reply) => {
    const body = edit.parse(request.body);
    const fields = {
      ...(body.role === undefined ? {} : { role: body.role }),
      ...(body.name === undefined ? {} : { name: body.name }),
      ...(body.is_active === undefined ? {} : { isActive: body.is_active }),
    };
    const made = await change(request, reply, () => Promise.resolve(updateOf(request, fields)));
    return made ? await reply.code(204).send() : reply;
  });
  // The record stays, so that what the member did keeps a name; the devices hear of it and wipe themselves.
  app.delete('/api/v1/organizations/:organization/members/:member', async (request, reply) => {
    const made = await change(request, reply, () => Promise.resolve(updateOf(request, { isActive: false })));
    return made ? await reply.code(204).send() : reply;
  });
}

/** An edit on what the record is now: whoever asks over the web has seen no older one. */
function updateOf(
  request: FastifyRequest,
  fields: Extract<Intention, { kind: 'update' }>['fields'],
): Intention | Problem {
  const { member } = z.object({ member: z.string() }).parse(request.params);
  if (!isRecordId(member)) return problems.notFound;
  return { kind: 'update', entity: 'member', id: recordIdFrom(member), base: Number.MAX_SAFE_INTEGER, fields };
}

/** Notes what the organization says of itself, by which its changes are judged. */
function isClosed(profiles: Profiles, { organization }: Membership, nowMs: number): boolean {
  profiles.note(organization);
  return !maySync(statusAt(organization.account, nowMs));
}

const statusByCode: Readonly<Record<string, number>> = { 'not-allowed': 403, 'not-a-member': 403, 'not-found': 404 };

function problemOf({ refusals: [first] }: Extract<Outcome, { kind: 'refused' }>): Problem {
  if (!first) throw new Error('A refusal without a reason.');
  const { code, message, field } = first;
  return { status: statusByCode[code] ?? 409, code, message, ...(field === undefined ? {} : { field }) };
}
