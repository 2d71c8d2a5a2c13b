import {
  type Change,
  changeIdFrom,
  coreModel,
  createClock,
  createUuidV7Generator,
  type FieldValue,
  type Intention,
  type RecordId,
  recordIdFrom,
  setupIntentions,
} from '@satchel/core';
import { createAuthority, type Push } from '@satchel/sync/server';
import { createPostgresAuthorityStore } from '../src/postgres/authority-store.ts';
import type { PostgresDatabase } from '../src/postgres/driver.ts';
import { migrateServer } from '../src/postgres/migrate.ts';

/** A tenant with deals on a real server, and one owner whose devices change them. */
export interface HotTenant {
  readonly name: string;
  readonly deals: readonly RecordId[];
  /** The next changes of a device, one for each deal, which sets one field. */
  readonly edits: (device: string, deals: readonly RecordId[], field: string, value: (n: number) => FieldValue) => Push;
  /** Judges and commits; throws when anything is refused. */
  readonly push: (push: Push) => Promise<void>;
}

export async function openHotTenant(database: PostgresDatabase, size: number): Promise<HotTenant> {
  const migrated = await migrateServer(database, coreModel);
  if (!migrated.ok) throw new Error(migrated.error.message);
  const now = (): number => Date.now();
  const newUuid = createUuidV7Generator({ now, random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)) });
  const newId = (): RecordId => recordIdFrom(newUuid());
  const name = newId();
  const owner = newId();
  const authority = createAuthority({
    store: createPostgresAuthorityStore(database, coreModel),
    model: coreModel,
    now,
    profile: () => ({ country: 'US', timeZone: 'UTC', weekStart: 1 }),
  });
  const clocks = new Map<string, ReturnType<typeof createClock>>();
  const numbers = new Map<string, number>();

  const pushOf = (device: string, all: readonly (readonly Intention[])[]): Push => {
    const clock = clocks.get(device) ?? createClock({ now, device });
    clocks.set(device, clock);
    const changes = all.map((intentions): Change => {
      return { id: changeIdFrom(newUuid()), actor: owner, device, at: clock.tick(), intentions };
    });
    const last = numbers.get(device) ?? 0;
    numbers.set(device, last + changes.length);
    return { sender: { tenant: name, member: owner, device }, firstNumber: last + 1, changes };
  };
  const push = async (one: Push): Promise<void> => {
    const result = await authority.push(one);
    const refused = result.kind === 'judged' ? result.outcomes.find(({ kind }) => kind === 'refused') : result;
    if (refused) throw new Error(JSON.stringify(refused));
  };

  const setup = setupIntentions({ id: owner, name: 'Owner' }, newId);
  const [first] = pushOf('founder0', [setup]).changes;
  if (!first) throw new Error('There is a first change.');
  await authority.found(
    { tenant: name, member: owner, device: 'founder0' },
    { ...first, cause: { kind: 'setup', group: name } },
  );

  const stage = setup.find(({ entity }) => entity === 'stage');
  const pipeline = setup.find(({ entity }) => entity === 'pipeline');
  if (!stage || !pipeline) throw new Error('A new workspace has a pipeline with stages.');
  const deals = Array.from({ length: size }, newId);
  for (let from = 0; from < size; from += 500) {
    await push(
      pushOf(
        'importer',
        deals.slice(from, from + 500).map((id, index): readonly Intention[] => {
          const at = from + index;
          const fields = {
            title: `Deal number ${at} with somebody`,
            pipeline: pipeline.id,
            stage: stage.id,
            amount: { minor: at * 100, currency: 'USD' },
            lostReason: `Reason ${at}`,
            description: `What was said about deal ${at}, in a sentence or two that people write.`,
          };
          return [{ kind: 'create', entity: 'deal', id, fields }];
        }),
      ),
    );
  }
  return {
    name,
    deals,
    push,
    edits: (device, chosen, field, value) =>
      pushOf(
        device,
        chosen.map((id, n) => [{ kind: 'update', entity: 'deal', id, base: 1_000_000, fields: { [field]: value(n) } }]),
      ),
  };
}
