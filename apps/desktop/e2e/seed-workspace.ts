import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FieldValues, RecordId } from '@satchel/core';
import { openDatabase } from '@satchel/db';
import { createWorkspace } from '../src/backend/service/workspace.ts';
import { openWorkspace, type Workspace } from '../src/backend/workspace/open-workspace.ts';

export interface Seed {
  readonly workspace: Workspace;
  readonly me: RecordId;
  /** Makes one record by the write door; gives its id. */
  readonly make: (entity: string, fields: FieldValues) => RecordId;
  /** Makes many, 500 to a change. */
  readonly makeAll: (entity: string, fields: readonly FieldValues[]) => readonly RecordId[];
  readonly update: (entity: string, id: RecordId, fields: FieldValues) => void;
  /** A default stage, by pipeline and name. */
  readonly stage: (pipeline: string, name: string) => RecordId;
}

/** A workspace on disk with records in it, made through the backend before an app opens it; gives its folder. */
export async function seedWorkspace(fill: (seed: Seed) => void | Promise<void>): Promise<string> {
  const dir = mkdtempSync(join(tmpdir(), 'satchel-e2e-'));
  const opened = await openWorkspace({ dir });
  if (!opened.ok) throw new Error(opened.error.message);
  const workspace = opened.value;
  const created = await createWorkspace(workspace, {
    name: 'Test workspace',
    userName: 'Ada Tester',
    currency: 'USD',
    country: 'US',
    timeZone: 'UTC',
  });
  if (!created.ok) throw new Error(JSON.stringify(created.error));
  const makeAll: Seed['makeAll'] = (entity, all) => {
    const ids = all.map(() => workspace.newRecordId());
    for (let from = 0; from < all.length; from += 500) {
      const result = workspace.replica.commit(
        all.slice(from, from + 500).map((fields, index) => ({
          kind: 'create',
          entity,
          id: ids[from + index] ?? workspace.newRecordId(),
          fields,
        })),
      );
      if (!result.ok) throw new Error(JSON.stringify(result.error));
    }
    return ids;
  };
  const make: Seed['make'] = (entity, fields) => {
    const [id] = makeAll(entity, [fields]);
    if (id === undefined) throw new Error('Nothing was made.');
    return id;
  };
  const update: Seed['update'] = (entity, id, fields) => {
    const result = workspace.replica.commit([{ kind: 'update', entity, id, fields }]);
    if (!result.ok) throw new Error(JSON.stringify(result.error));
  };
  const stage: Seed['stage'] = (pipeline, name) => {
    const of = workspace.store.first({
      need: 'first',
      entity: 'pipeline',
      where: { field: 'name', op: 'eq', value: pipeline },
      orderBy: 'position',
    });
    const found = workspace.store.first({
      need: 'first',
      entity: 'stage',
      where: {
        and: [
          { field: 'pipeline', op: 'eq', value: of?.id ?? '' },
          { field: 'name', op: 'eq', value: name },
        ],
      },
      orderBy: 'position',
    });
    if (!found) throw new Error(`There is no stage ${name}.`);
    return found.id;
  };
  await fill({ workspace, me: workspace.me, make, makeAll, update, stage });
  await workspace.close();
  return dir;
}

type Cell = string | number | null;

/** Rows of a statement on the app's own database file, read beside the app, past everything that it computes. */
export function sqlRows(dir: string, sql: string): readonly (readonly Cell[])[] {
  const key = Uint8Array.from(readFileSync(join(dir, 'workspace.key')));
  const opened = openDatabase({ path: join(dir, 'workspace.db'), key, isReadOnly: true });
  if (!opened.ok) throw new Error(opened.error.message);
  const rows = opened.value.prepare<[], Cell[]>(sql).raw().all();
  opened.value.close();
  return rows;
}
