import { isRecordId, type RecordId, recordIdFrom } from '@satchel/core';
import type { ReplicaStore } from '@satchel/sync';
import { z } from 'zod';

/** As whom this workspace meets which server. Kept in the workspace's encrypted file. */
export interface ServerAccount {
  /** As `parseServerAddress` takes it. */
  readonly address: string;
  readonly email: string;
  readonly organization: string;
  readonly organizationName: string;
  /** The member record of this user there. */
  readonly member: RecordId;
  /** The workspace was made here and becomes the organization: its history goes up, from the start when that was not begun. */
  readonly goesUp: boolean;
  /** Null: signed out, or signed out by the server. */
  readonly refreshToken: string | null;
  /** What the refresh token is being exchanged for: kept before the server is asked, since its answer may be lost. */
  readonly exchange?: { readonly from: string; readonly to: string };
  /** By which the device of that name brings up what waits when nobody is signed in any more. */
  readonly deviceKey: { readonly device: string; readonly key: string } | null;
}

const key = 'server-account';

const kept = z.object({
  address: z.string(),
  email: z.string(),
  organization: z.string(),
  organizationName: z.string(),
  member: z.string().refine(isRecordId).transform(recordIdFrom),
  goesUp: z.boolean(),
  refreshToken: z.string().nullable(),
  exchange: z.object({ from: z.string(), to: z.string() }).exactOptional(),
  deviceKey: z.object({ device: z.string(), key: z.string() }).nullable().default(null),
});

/** Null: this workspace never met a server. */
export function serverAccount(store: Pick<ReplicaStore, 'meta'>): ServerAccount | null {
  const text = store.meta(key);
  return text === undefined || text === '' ? null : kept.parse(JSON.parse(text));
}

export const keepServerAccount = (store: Pick<ReplicaStore, 'setMeta'>, account: ServerAccount | null): void =>
  store.setMeta(key, account === null ? '' : JSON.stringify(account));
