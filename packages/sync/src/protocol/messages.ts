import { z } from 'zod';
import { adopt } from './from-client/adopt.ts';
import { adoptChanges } from './from-client/adopt-changes.ts';
import { adoptEnd } from './from-client/adopt-end.ts';
import { auth } from './from-client/auth.ts';
import { check } from './from-client/check.ts';
import { hello } from './from-client/hello.ts';
import { leaseRequest } from './from-client/lease-request.ts';
import { looking } from './from-client/looking.ts';
import { pageRequest } from './from-client/page-request.ts';
import { pastRequest } from './from-client/past-request.ts';
import { pull } from './from-client/pull.ts';
import { push } from './from-client/push.ts';
import { adopted } from './from-server/adopted.ts';
import { adopting } from './from-server/adopting.ts';
import { authorized } from './from-server/authorized.ts';
import { changes } from './from-server/changes.ts';
import { closed } from './from-server/closed.ts';
import { forked } from './from-server/forked.ts';
import { gap } from './from-server/gap.ts';
import { leased } from './from-server/leased.ts';
import { notAdopted } from './from-server/not-adopted.ts';
import { outcomes } from './from-server/outcomes.ts';
import { page } from './from-server/page.ts';
import { past } from './from-server/past.ts';
import { presence } from './from-server/presence.ts';
import { reset } from './from-server/reset.ts';
import { slow } from './from-server/slow.ts';
import { sums } from './from-server/sums.ts';
import { upgrade } from './from-server/upgrade.ts';
import { welcome } from './from-server/welcome.ts';
import { wipe } from './from-server/wipe.ts';
import type { Immutable } from './immutable.ts';

export const clientMessage = z.discriminatedUnion('kind', [
  auth,
  hello,
  push,
  pull,
  check,
  pageRequest,
  leaseRequest,
  adopt,
  adoptChanges,
  adoptEnd,
  pastRequest,
  looking,
]);
export const serverMessage = z.discriminatedUnion('kind', [
  authorized,
  welcome,
  changes,
  sums,
  outcomes,
  gap,
  forked,
  page,
  reset,
  wipe,
  upgrade,
  closed,
  leased,
  adopting,
  adopted,
  notAdopted,
  past,
  presence,
  slow,
]);

/** What a device says. */
export type ClientMessage = Immutable<z.infer<typeof clientMessage>>;

/** What the server says. */
export type ServerMessage = Immutable<z.infer<typeof serverMessage>>;
