import { may } from '@satchel/core';
import type { DeviceStore } from '@satchel/db/server';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { digestOf, newRefreshToken, uploadTokenSeconds } from '../accounts/tokens.ts';
import { serverDevice } from '../server-device.ts';
import { words } from './body-parts.ts';
import { askerOf, type OfOrganizationOptions } from './of-organization.ts';
import { answerProblem, problems } from './problem.ts';
import type { SignInLimits } from './sign-in-limits.ts';

export interface DeviceRoutesOptions extends OfOrganizationOptions {
  readonly devices: DeviceStore;
  readonly mayTry: SignInLimits;
  /** Sessions of a user have ended: their connections are to be looked at. */
  readonly onSessionsEnded: (user: string) => void;
}

const deviceTag = z.string().regex(/^[0-9a-z]{8}$/, 'A device is named by eight letters or digits.');
const named = z.object({ device: deviceTag });
const naming = z.object({ name: words.default('') });
const keyed = z.object({
  organization_id: z.uuid(),
  device: deviceTag,
  device_key: z.string().min(1).max(200),
});

/**
 * Devices of an organization, under `/api/v1/devices`: members see and revoke their own, who manages members those of
 * everybody. A device's key brings what waits on it up when nobody is signed in there any more; it gives nothing else.
 */
export function deviceRoutes(app: FastifyInstance, options: DeviceRoutesOptions): void {
  const { devices, tokens } = options;
  app.get('/api/v1/devices', async (request, reply) => {
    const asker = await askerOf(request, reply, options);
    if (!asker) return reply;
    const whose = may(asker.actor, 'members.manage') ? null : asker.claims.user;
    const listed = await devices.list(asker.membership.organization.id, whose);
    return {
      devices: listed.map((one) => ({
        device: one.device,
        name: one.name,
        user_id: one.user,
        is_own: one.user === asker.claims.user,
        is_revoked: one.isRevoked,
        created_at: new Date(one.createdAt).toISOString(),
        seen_at: new Date(one.seenAt).toISOString(),
      })),
    };
  });
  app.put('/api/v1/devices/:device', async (request, reply) => {
    const asker = await askerOf(request, reply, options);
    if (!asker) return reply;
    const { device } = named.parse(request.params);
    const { name } = naming.parse(request.body ?? {});
    const { organization } = asker.membership;
    const key = newRefreshToken();
    const isSet =
      device !== serverDevice &&
      (await devices.setKey({ organization: organization.id, device, user: asker.claims.user, name }, digestOf(key)));
    // Told once: the server keeps its digest only.
    return isSet ? { device, device_key: key } : await answerProblem(reply, problems.deviceTaken);
  });
  app.delete('/api/v1/devices/:device', async (request, reply) => {
    const asker = await askerOf(request, reply, options);
    if (!asker) return reply;
    const { device } = named.parse(request.params);
    const whose = may(asker.actor, 'members.manage') ? null : asker.claims.user;
    const revoked = await devices.revoke(asker.membership.organization.id, device, whose);
    if (!revoked) return await answerProblem(reply, problems.notFound);
    options.onSessionsEnded(revoked.user);
    return await reply.code(204).send();
  });
  app.post('/api/v1/auth/device', async (request, reply) => {
    const { organization_id: organization, device, device_key: key } = keyed.parse(request.body);
    if (!(await options.mayTry(request, reply, `device ${organization} ${device}`))) return reply;
    const found = await devices.ofKey(organization, device, digestOf(key));
    if (found === null) {
      const isRevoked = await devices.isRevoked(organization, device);
      return await answerProblem(reply, isRevoked ? problems.deviceRevoked : problems.notSignedIn);
    }
    return {
      upload_token: await tokens.issueUpload({ user: found.user, organization, device }),
      expires_in: uploadTokenSeconds,
      // It brings up what it had not sent, for an admin to decide about, and forgets the workspace.
      is_revoked: found.isRevoked,
    };
  });
}
