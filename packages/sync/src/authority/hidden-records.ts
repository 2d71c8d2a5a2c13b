import { type Actor, type Change, type Model, mayOnRecord } from '@satchel/core';
import type { HeldRefusal } from '../protocol/outcome.ts';
import { recordKey, type ServerRow } from './authority-store.ts';
import { type Reader, sees } from './scope.ts';
import type { TenantView } from './tenant-view.ts';

/** A record that the actor may not see is answered as one that does not exist, and nothing of it is told. */
export function hiddenRecords(
  change: Change,
  actor: Actor,
  reader: Reader,
  model: Model,
  view: TenantView,
): readonly HeldRefusal[] {
  const seen = new Set<string>();
  return change.intentions.flatMap((intention): HeldRefusal[] => {
    const entity = model.entityByName.get(intention.entity);
    const key = recordKey(intention.entity, intention.id);
    if (!entity || intention.kind === 'create' || seen.has(key)) return [];
    seen.add(key);
    const row: ServerRow | null = view.row(intention.entity, intention.id);
    if (row === null || mayOnRecord(actor, entity, 'read', row.record)) return [];
    if (sees(reader, entity.name, row.scopes)) return [];
    return [
      {
        code: 'not-found',
        message: `This ${entity.label.toLowerCase()} does not exist.`,
        entity: intention.entity,
        record: intention.id,
      },
    ];
  });
}
