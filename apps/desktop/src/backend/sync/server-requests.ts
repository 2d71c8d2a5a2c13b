import { err, isRecordId, ok, type RecordId, type Refusal, type Result, recordIdFrom } from '@satchel/core';
import { z } from 'zod';

/** What this app asks of a server over HTTP. */
export interface ServerRequests {
  register(person: {
    readonly email: string;
    readonly password: string;
    readonly name: string;
    readonly organization: NewServerOrganization;
  }): Promise<Result<SignIn, readonly Refusal[]>>;
  logIn(email: string, password: string): Promise<Result<SignIn, readonly Refusal[]>>;
  acceptInvitation(token: string, password: string, name: string): Promise<Result<SignIn, readonly Refusal[]>>;
  /** `next` is what the refresh token is exchanged for; asked again with both, a server gives the same answer. */
  refresh(refreshToken: string, next: string): Promise<Result<SignIn, readonly Refusal[]>>;
  /** Ends the session of the token. */
  logOut(accessToken: string): Promise<Result<null, readonly Refusal[]>>;
  /** Gives the device a key of its own. */
  nameDevice(accessToken: string, device: DeviceOf, name: string): Promise<Result<string, readonly Refusal[]>>;
  /**
   * A token that lets a device send what waits, and nothing else. A revoked device forgets the workspace afterwards;
   * `deviceRevokedCode`: at once.
   */
  uploadToken(device: DeviceOf, key: string): Promise<Result<AccessToken, readonly Refusal[]>>;
  /** A page of a load, as `decodePage` reads it. `otherEpochCode`: what the device may see has changed since. */
  loadPage(accessToken: string, page: PageOf): Promise<Result<Uint8Array, readonly Refusal[]>>;
  /** Whose account it is. */
  profile(accessToken: string): Promise<Result<ServerProfile, readonly Refusal[]>>;
  rename(accessToken: string, name: PersonName): Promise<Result<ServerProfile, readonly Refusal[]>>;
  /** Those that the user may revoke: own ones, or everybody's. */
  devices(accessToken: string, organization: string): Promise<Result<readonly ServerDevice[], readonly Refusal[]>>;
  revokeDevice(accessToken: string, device: DeviceOf): Promise<Result<null, readonly Refusal[]>>;
  /** Gives the link by which they join; null: the server has sent it to them. */
  invite(
    accessToken: string,
    organization: string,
    colleague: { readonly email: string; readonly name: string; readonly role: string },
  ): Promise<Result<string | null, readonly Refusal[]>>;
  organizations(accessToken: string): Promise<Result<readonly ServerOrganization[], readonly Refusal[]>>;
  addOrganization(
    accessToken: string,
    organization: NewServerOrganization,
  ): Promise<Result<ServerOrganization, readonly Refusal[]>>;
}

/** What a device asks a page of its load by. */
export interface PageOf {
  readonly organization: string;
  readonly entity: string;
  readonly epoch: string;
  readonly afterId: RecordId | null;
}

/** A device is another one in each organization. */
export interface DeviceOf {
  readonly organization: string;
  readonly device: string;
}

export interface PersonName {
  readonly firstName: string;
  readonly lastName: string;
}

export interface ServerProfile extends PersonName {
  readonly email: string;
  readonly isVerified: boolean;
}

export interface ServerDevice {
  readonly device: string;
  /** As its machine is called; may be empty. */
  readonly name: string;
  readonly isOwn: boolean;
  readonly isRevoked: boolean;
  /** Milliseconds since 1970. */
  readonly seenAt: number;
}

export interface AccessToken {
  readonly token: string;
  /** Milliseconds from now. */
  readonly expiresInMs: number;
  /** Of a device's key: the device was revoked. */
  readonly isRevoked?: boolean;
}

/** A workspace made offline that becomes an organization. */
export interface NewServerOrganization {
  readonly name: string;
  readonly country: string;
  readonly timeZone: string;
  readonly weekStart: number;
  readonly member: RecordId;
}

export interface SignIn {
  readonly accessToken: string;
  readonly refreshToken: string;
  /** Milliseconds from now. */
  readonly expiresInMs: number;
  readonly email: string;
}

export interface ServerOrganization {
  readonly id: string;
  readonly name: string;
  readonly country: string;
  readonly timeZone: string;
  readonly weekStart: number;
  readonly member: RecordId;
}

/** The server said that whoever asks is not signed in (any more). */
export const signedOutCode = 'not-signed-in';
/** The server was told that this device is no longer to be trusted. */
export const deviceRevokedCode = 'device-revoked';
/** What the device may see has changed since its load began. */
export const otherEpochCode = 'other-epoch';
/** The server could not be asked; trying later may help. */
export const unreachableCode = 'server-unreachable';

const timeoutMs = 20_000;

const signIn = z
  .object({
    access_token: z.string(),
    refresh_token: z.string(),
    expires_in: z.number(),
    user: z.object({ email: z.string() }),
  })
  .transform(
    (body): SignIn => ({
      accessToken: body.access_token,
      refreshToken: body.refresh_token,
      expiresInMs: body.expires_in * 1000,
      email: body.user.email,
    }),
  );

const organization = z
  .object({
    id: z.string(),
    name: z.string(),
    country: z.string(),
    time_zone: z.string(),
    week_start: z.number(),
    member_id: z.string().refine(isRecordId).transform(recordIdFrom),
  })
  .transform(
    (body): ServerOrganization => ({
      id: body.id,
      name: body.name,
      country: body.country,
      timeZone: body.time_zone,
      weekStart: body.week_start,
      member: body.member_id,
    }),
  );

const profile = z
  .object({ email: z.string(), email_verified: z.boolean(), first_name: z.string(), last_name: z.string() })
  .transform(
    (body): ServerProfile => ({
      email: body.email,
      isVerified: body.email_verified,
      firstName: body.first_name,
      lastName: body.last_name,
    }),
  );

const device = z
  .object({
    device: z.string(),
    name: z.string(),
    is_own: z.boolean(),
    is_revoked: z.boolean(),
    seen_at: z.iso.datetime(),
  })
  .transform(
    (body): ServerDevice => ({
      device: body.device,
      name: body.name,
      isOwn: body.is_own,
      isRevoked: body.is_revoked,
      seenAt: Date.parse(body.seen_at),
    }),
  );

const problem = z.object({
  error: z.object({ code: z.string(), message: z.string(), field: z.string().optional() }),
});

/** @param address as `ServerAddress.http` */
export function serverRequests(address: string): ServerRequests {
  /** `read` takes what an answer that is no error says. */
  const askFor = async <T>(
    method: string,
    path: string,
    { body, token, organization: named }: Asked,
    read: (response: Response) => Promise<T | undefined>,
  ): Promise<Result<T, readonly Refusal[]>> => {
    let answer: unknown;
    try {
      const response = await fetch(`${address}/api/v1${path}`, {
        method,
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
        headers: {
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(named === undefined ? {} : { 'x-organization-id': named }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const told = response.ok ? await read(response) : undefined;
      if (told !== undefined) return ok(told);
      answer = response.ok ? null : await jsonOf(response);
      if (response.status >= 500 && !problem.safeParse(answer).success) return err([inTrouble(response.status)]);
    } catch (error) {
      return err([{ code: unreachableCode, field: 'address', message: whyUnreachable(error) }]);
    }
    const told = problem.safeParse(answer);
    if (!told.success) {
      return err([{ code: 'no-server', field: 'address', message: 'There is no Satchel server at this address.' }]);
    }
    const { code, message, field } = told.data.error;
    return err([{ code, message, ...(field === undefined ? {} : { field }) }]);
  };
  const ask = <T>(
    method: string,
    path: string,
    schema: z.ZodType<T>,
    asked: Asked,
  ): Promise<Result<T, readonly Refusal[]>> =>
    askFor(method, path, asked, async (response) => {
      const parsed = schema.safeParse(response.status === 204 ? null : await jsonOf(response));
      return parsed.success ? parsed.data : undefined;
    });

  const organizationJson = ({ country, timeZone, weekStart, member }: NewServerOrganization) => ({
    country,
    time_zone: timeZone,
    week_start: weekStart,
    member_id: member,
  });
  return {
    register: ({ email, password, name, organization: made }) =>
      ask('POST', '/auth/register', signIn, {
        body: { email, password, first_name: name, company_name: made.name, ...organizationJson(made) },
      }),
    logIn: (email, password) => ask('POST', '/auth/login', signIn, { body: { email, password } }),
    acceptInvitation: (token, password, name) =>
      ask('POST', '/auth/accept-invitation', signIn, { body: { token, password, first_name: name } }),
    refresh: (refreshToken, next) =>
      ask('POST', '/auth/refresh', signIn, { body: { refresh_token: refreshToken, next_refresh_token: next } }),
    logOut: (token) => ask('POST', '/auth/logout', z.null(), { token }),
    async nameDevice(token, { organization: named, device }, name) {
      const schema = z.object({ device_key: z.string() });
      const given = await ask('PUT', `/devices/${device}`, schema, { token, organization: named, body: { name } });
      return given.ok ? ok(given.value.device_key) : given;
    },
    async uploadToken({ organization: named, device }, key) {
      const schema = z.object({
        upload_token: z.string(),
        expires_in: z.number(),
        is_revoked: z.boolean().default(false),
      });
      const body = { organization_id: named, device, device_key: key };
      const given = await ask('POST', '/auth/device', schema, { body });
      if (!given.ok) return given;
      const { upload_token: token, expires_in: seconds, is_revoked: isRevoked } = given.value;
      return ok({ token, expiresInMs: seconds * 1000, isRevoked });
    },
    loadPage: (token, { organization: named, entity, epoch, afterId }) =>
      askFor(
        'GET',
        `/load/${entity}?${new URLSearchParams({ epoch, ...(afterId === null ? {} : { after: afterId }) }).toString()}`,
        { token, organization: named },
        async (response) => new Uint8Array(await response.arrayBuffer()),
      ),
    profile: (token) => ask('GET', '/auth/profile', profile, { token }),
    rename: (token, { firstName, lastName }) =>
      ask('PATCH', '/auth/profile', profile, { token, body: { first_name: firstName, last_name: lastName } }),
    async devices(token, named) {
      const listed = await ask('GET', '/devices', z.object({ devices: z.array(device) }), {
        token,
        organization: named,
      });
      return listed.ok ? ok(listed.value.devices) : listed;
    },
    revokeDevice: (token, { organization: named, device: revoked }) =>
      ask('DELETE', `/devices/${revoked}`, z.null(), { token, organization: named }),
    async invite(token, named, body) {
      const schema = z.object({ invitation: z.object({ link: z.string().optional() }) });
      const invited = await ask('POST', `/organizations/${named}/members`, schema, { token, body });
      return invited.ok ? ok(invited.value.invitation.link ?? null) : invited;
    },
    async organizations(token) {
      const found = await ask('GET', '/organizations/me', z.object({ organizations: z.array(organization) }), {
        token,
      });
      return found.ok ? ok(found.value.organizations) : found;
    },
    addOrganization: (token, made) =>
      ask('POST', '/organizations', organization, { token, body: { name: made.name, ...organizationJson(made) } }),
  };
}

interface Asked {
  readonly body?: unknown;
  readonly token?: string;
  readonly organization?: string;
}

/** Undefined for what is no JSON, such as a page of a proxy. */
async function jsonOf(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** As a proxy says it whose server is being started, or one that has no room left. */
const inTrouble = (status: number): Refusal => ({
  code: unreachableCode,
  field: 'address',
  message: `The server has trouble of its own (${status}). Try again in a moment; what you do here is kept and sent later.`,
});

const certificateSentences: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'The certificate of this server has expired. Ask who runs it to renew it; nothing was sent.',
  CERT_NOT_YET_VALID:
    'The certificate of this server is not valid yet. Check the clock of this device; nothing was sent.',
  DEPTH_ZERO_SELF_SIGNED_CERT:
    'This server shows a certificate that nobody vouches for. Ask who runs it for a proper one; nothing was sent.',
  SELF_SIGNED_CERT_IN_CHAIN:
    'This server shows a certificate that nobody vouches for. Ask who runs it for a proper one; nothing was sent.',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'The certificate of this server cannot be checked. Ask who runs it to send the whole chain; nothing was sent.',
  ERR_TLS_CERT_ALTNAME_INVALID:
    'The certificate belongs to another server than this address names. Check the address; nothing was sent.',
};

/** A sentence for why a server did not answer. */
export function whyUnreachable(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  return (
    certificateSentences[code] ??
    'The server does not answer. Check the address and the network; what you do here is kept and sent later.'
  );
}
