import { may, recordIdFrom } from '@satchel/core';
import type { AccountStore } from '@satchel/db/server';
import { recordKey } from '@satchel/sync/server';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { AccountCare } from '../accounts/account-care.ts';
import { askerOf, type OfOrganizationOptions } from './of-organization.ts';
import { answerProblem, problems } from './problem.ts';

export interface PasswordLinkRoutesOptions extends OfOrganizationOptions {
  readonly accountStore: Pick<AccountStore, 'userOfMember'>;
  readonly care: Pick<AccountCare, 'passwordLink'>;
  /** With mail everybody gets the link in their own mailbox. */
  readonly sendsMail: boolean;
}

/**
 * Where no mail is sent, whoever manages members gives somebody a link to choose a new password. Not for people who
 * belong to other organizations, which are none of theirs, and for an owner only as an owner.
 */
export function passwordLinkRoutes(app: FastifyInstance, options: PasswordLinkRoutesOptions): void {
  const { accounts, accountStore, care, store } = options;
  app.post('/api/v1/members/:member/password-link', async (request, reply) => {
    const asker = await askerOf(request, reply, options);
    if (!asker) return reply;
    const { member } = z.object({ member: z.uuid() }).parse(request.params);
    const { organization } = asker.membership;
    if (!may(asker.actor, 'members.manage')) return await answerProblem(reply, problems.notAllowed);
    if (options.sendsMail) return await answerProblem(reply, problems.mailInstead);
    const user = await accountStore.userOfMember(organization.id, member);
    if (!user) return await answerProblem(reply, problems.notFound);
    const keys = [asker.actor.member, recordIdFrom(member)].map((id) => ({ entity: 'member', id }));
    const rows = await store.read(organization.id, (reader) => reader.rows(keys));
    const [own, theirs] = keys.map(({ entity, id }) => rows.get(recordKey(entity, id))?.record['role']);
    if (theirs === 'owner' && own !== 'owner') return await answerProblem(reply, problems.notAllowed);
    if ((await accounts.memberships(user.id)).length > 1) {
      return await answerProblem(reply, problems.severalOrganizations);
    }
    const made = await care.passwordLink(user.email);
    if (!made) return await answerProblem(reply, problems.notFound);
    return await reply.code(201).send({ link: made.link, expires_at: new Date(made.expiresAt).toISOString() });
  });
}
