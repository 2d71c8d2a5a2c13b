import type { MemberId, Model, RecordId } from '@satchel/core';
import type { SnapshotPage } from '../protocol/item.ts';
import { isBeingAdopted } from './adopted-generation.ts';
import type { AuthorityStore } from './authority-store.ts';
import { readPage } from './deliver.ts';
import { readerNow } from './member-now.ts';
import { epochOf } from './scope.ts';

/** Rows looked at for one page of a load. */
export const pageRows = 2000;

export interface AskedPage {
  readonly entity: string;
  readonly afterId: RecordId | null;
  /** What the asker could see of the entity when the load began; pages of two epochs must not be mixed. */
  readonly epoch: string;
}

/**
 * A page of a load that is asked for outside of a session. `reset`: the member sees something else of it now, or the
 * tenant is not whole; the device says hello anew. `wipe`: the member is none any more.
 */
export const readLoadPage = (
  store: AuthorityStore,
  model: Model,
  { tenant, member }: { readonly tenant: string; readonly member: MemberId },
  asked: AskedPage,
): Promise<SnapshotPage | 'reset' | 'wipe'> =>
  store.read(tenant, async (reader) => {
    const mine = await readerNow(reader, model, member);
    if (mine === null) return 'wipe';
    if (isBeingAdopted(await reader.generation()) || epochOf(mine, model)[asked.entity] !== asked.epoch) return 'reset';
    return await readPage(reader, mine, model, { ...asked, limit: pageRows });
  });
