import { type Actor, type Model, recordIdFrom } from '@satchel/core';
import type { Membership } from '@satchel/db/server';
import { type AuthorityStore, actorNow } from '@satchel/sync/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { AccessClaims } from '../accounts/tokens.ts';
import { answerProblem, problems } from './problem.ts';
import { type SignedInOptions, signedInAs } from './signed-in.ts';

export interface OfOrganizationOptions extends SignedInOptions {
  readonly store: AuthorityStore;
  readonly model: Model;
}

/** Who asks, and as whom in the organization that the request names. */
export interface Asker {
  readonly claims: AccessClaims;
  readonly membership: Membership;
  /** With the rights that their member record has now. */
  readonly actor: Actor;
}

/**
 * Who asks in the organization that `X-Organization-Id` names; answers by itself when it is missing, no organization, or
 * not theirs (any more).
 */
export async function askerOf(
  request: FastifyRequest,
  reply: FastifyReply,
  options: OfOrganizationOptions,
): Promise<Asker | null> {
  const claims = await signedInAs(request, options);
  if (!claims) {
    await answerProblem(reply, problems.notSignedIn);
    return null;
  }
  const organization = z.uuid().safeParse(request.headers['x-organization-id']);
  if (!organization.success) {
    await answerProblem(reply, problems.noOrganization);
    return null;
  }
  const membership = (await options.accounts.memberships(claims.user)).find(
    (one) => one.organization.id === organization.data,
  );
  const actor =
    membership &&
    (await options.store.read(membership.organization.id, (reader) =>
      actorNow(reader, options.model, recordIdFrom(membership.member)),
    ));
  if (!membership || !actor) {
    await answerProblem(reply, problems.otherOrganization);
    return null;
  }
  return { claims, membership, actor };
}
