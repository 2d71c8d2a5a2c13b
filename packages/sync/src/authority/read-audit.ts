import {
  err,
  type JsonObject,
  type MemberId,
  type Model,
  may,
  ok,
  type RecordId,
  type Refusal,
  type Result,
} from '@satchel/core';
import { passesWrite } from './audit-filter.ts';
import {
  type AuditFilter,
  type AuthorityStore,
  type LogEntry,
  type LoggedWrite,
  recordKey,
} from './authority-store.ts';
import { viewOf } from './deliver.ts';
import { actorNow } from './member-now.ts';
import { readerOf, sees } from './scope.ts';
import { upgradeEntry } from './upgrade-rows.ts';

/** One accepted change, as the audit tells it to somebody. */
export interface AuditRecord {
  readonly sequence: number;
  readonly tenant: string;
  readonly change: LogEntry['change'];
  /** Milliseconds since 1970, by the server's clock. */
  readonly acceptedAt: number;
  readonly writes: readonly AuditedWrite[];
}

export interface AuditedWrite {
  readonly entity: string;
  readonly id: RecordId;
  readonly action: LoggedWrite['kind'];
  /** Null: it was created. */
  readonly before: JsonObject | null;
  readonly after: JsonObject;
  readonly isConsequence: boolean;
}

export interface AuditPage {
  /** The newest first. */
  readonly records: readonly AuditRecord[];
  /** Where to go on from, as `before`; null: there is nothing older. A page may hold nothing and yet not be the last. */
  readonly next: number | null;
}

/**
 * What the audit tells a member of what was accepted before a sequence: whoever may read it sees records that are theirs
 * to see now, and of those no hidden field and no reference to what they may not see.
 */
export async function readAudit(
  store: AuthorityStore,
  model: Model,
  { tenant, member }: { readonly tenant: string; readonly member: MemberId },
  { filter = {}, before, limit }: { readonly filter?: AuditFilter; readonly before?: number; readonly limit: number },
): Promise<Result<AuditPage, readonly Refusal[]>> {
  return await store.read(tenant, async (transaction) => {
    const actor = await actorNow(transaction, model, member);
    if (!actor || !may(actor, 'audit.read')) {
      return err([{ code: 'not-allowed', message: 'Only who may read the audit log can see it.' }]);
    }
    const reader = readerOf(actor, model);
    const found = await transaction.findAudit(filter, before ?? (await transaction.head()) + 1, limit);
    const entries = found.entries.map((entry) => upgradeEntry(model, entry));
    const asked = entries.flatMap(({ writes }) => writes.filter((write) => passesWrite(filter, write)));
    const scopes = await transaction.scopes(asked.map(({ entity, id }) => ({ entity, id })));
    const isShown = ({ entity, id }: LoggedWrite): boolean =>
      sees(reader, entity, scopes.get(recordKey(entity, id)) ?? []);
    const view = await viewOf(
      transaction,
      reader,
      model,
      asked.flatMap(({ entity, before: values, after }) => [
        { entity, values: values ?? {} },
        { entity, values: after },
      ]),
    );
    const records = entries.map(({ sequence, change, acceptedAt, writes }) => ({
      sequence,
      tenant,
      change,
      acceptedAt,
      writes: writes.flatMap((write) => {
        if (!passesWrite(filter, write) || !isShown(write)) return [];
        const { entity, id, kind, before: values, after, isConsequence } = write;
        const was = values && view.known(entity, values);
        return [{ entity, id, action: kind, before: was, after: view.known(entity, after), isConsequence }];
      }),
    }));
    return ok({ records: records.filter(({ writes }) => writes.length > 0), next: found.next });
  });
}
