import type { AuthorityStore, ServerRow, TenantReader } from './authority-store.ts';
import { sampleChangeId } from './store-samples.contract.ts';

/** A test of one tenant that nobody has used before. */
export type Check = (title: string, body: (store: AuthorityStore, tenant: string) => Promise<void>) => void;

let tenants = 0;

/** A tenant that nobody has used in this process. */
export const newTenant = (): string => `00000000-0000-7000-a000-${String(++tenants).padStart(12, '0')}`;

export const keyOf = ({ entity, record }: ServerRow) => ({ entity, id: record.id });
export const allRows = async (reader: TenantReader, rows: readonly ServerRow[]) => [
  ...(await reader.rows(rows.map(keyOf))).values(),
];
export const idsOf = (rows: readonly ServerRow[]) => rows.map(({ record }) => record.id);

/** Everything that can be read, for "nothing has changed". */
export const everything = (store: AuthorityStore, tenant: string) =>
  store.read(tenant, async (reader) => ({
    head: await reader.head(),
    floor: await reader.floor(),
    log: await reader.log(0, 1000),
    audit: await reader.audit(0, 1000),
    events: await reader.events(0, 1000),
    items: await reader.page('item', null, 1000),
    boxes: await reader.page('box', null, 1000),
    outcomes: [...(await reader.outcomes(Array.from({ length: 20 }, (_, n) => sampleChangeId(n))))],
    device: await reader.device('device00'),
  }));
