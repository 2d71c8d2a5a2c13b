import { type Entity, foldText, type Model, type Named, type RecordId } from '@satchel/core';
import type { FilePlan } from '../../shared/api.ts';
import type { ImportTarget } from './import-target.ts';
import { type NameIndex, readNames } from './names.ts';

/** The names of everything that the files fill or refer to, in the workspace and in the files. */
export interface ImportNames {
  /** Of records that the entity's own rows become. */
  of(entity: string): NameIndex;
  /** What a field of `from` may refer to. */
  find(from: Entity, target: string, folded: string): Named | undefined;
  /** A record that this import will make. */
  addNew(entity: string, title: string, id: RecordId): void;
  readonly refusedIds: Set<RecordId>;
}

/** Reads the names of all entities that the files fill or refer to. */
export async function createImportNames(
  target: ImportTarget,
  files: readonly { readonly plan: FilePlan; readonly entity: Entity }[],
  pace: () => Promise<void> | undefined,
): Promise<ImportNames> {
  const byEntity = new Map<string, NameIndex>();
  const scoped = new Map<string, NameIndex>();
  for (const { plan, entity } of files) {
    if (!byEntity.has(entity.name)) byEntity.set(entity.name, await readNames(target, entity.name, pace));
    for (const name of referencedBy(plan, entity)) {
      if (!byEntity.has(name)) byEntity.set(name, await readNames(target, name, pace));
      const key = `${entity.name}/${name}`;
      if (isScoped(target.model, name) && !scoped.has(key)) {
        scoped.set(key, await readNames(target, name, pace, entity.name));
      }
    }
  }
  const of = (entity: string): NameIndex => {
    const index = byEntity.get(entity);
    if (index === undefined) throw new Error(`The names of ${entity} were not read.`);
    return index;
  };
  return {
    of,
    find: (from, name, folded) => (scoped.get(`${from.name}/${name}`) ?? byEntity.get(name))?.byName.get(folded),
    addNew(entity, title, id) {
      const { byName } = of(entity);
      const folded = foldText(title);
      const known = byName.get(folded);
      if (folded !== '' && (known === undefined || known.isDeleted))
        byName.set(folded, { id, isDeleted: false, title });
    },
    refusedIds: new Set(),
  };
}

const referencedBy = (plan: FilePlan, entity: Entity): readonly string[] =>
  plan.columns.flatMap(({ field }) => {
    const definition = field === null ? undefined : entity.fields[field];
    return definition !== undefined && 'target' in definition ? [definition.target] : [];
  });

/** Steps of a pipeline belong to it for ever, and each kind of record has its own pipelines. */
const isScoped = (model: Model, name: string): boolean =>
  model.entityByName.get(name)?.fields.pipeline?.immutable === true;
