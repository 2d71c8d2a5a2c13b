import type { Model } from '@satchel/core';
import type { FilePlan } from '../../shared/api.ts';

/** Files so that what is referred to comes before what refers to it; where they refer in a circle, as they came. */
export function importOrder<T extends { readonly plan: FilePlan }>(files: readonly T[], model: Model): readonly T[] {
  const ordered: T[] = [];
  const visiting = new Set<T>();
  const visit = (file: T): void => {
    if (ordered.includes(file) || visiting.has(file)) return;
    visiting.add(file);
    for (const target of targetsOf(file.plan, model)) {
      for (const other of files) if (other.plan.entity === target) visit(other);
    }
    visiting.delete(file);
    ordered.push(file);
  };
  for (const file of files) visit(file);
  return ordered;
}

function targetsOf(plan: FilePlan, model: Model): readonly string[] {
  const entity = plan.entity === null ? undefined : model.entityByName.get(plan.entity);
  return plan.columns.flatMap(({ field }) => {
    const definition = field === null ? undefined : entity?.fields[field];
    return definition !== undefined && 'target' in definition ? [definition.target] : [];
  });
}

/** Rows so that parents come before those that name them; a circle is broken where it is met. */
export function parentsFirst<T>(
  rows: readonly T[],
  nameOf: (row: T) => string,
  parentsOf: (row: T) => readonly string[],
): readonly T[] {
  const rowByName = new Map<string, T>();
  for (const row of rows) if (!rowByName.has(nameOf(row))) rowByName.set(nameOf(row), row);
  const ordered: T[] = [];
  const seen = new Set<T>();
  const done = new Set<T>();
  for (const row of rows) {
    // Without recursion: a chain of parents may be as long as the file.
    const path: T[] = [row];
    while (path.length > 0) {
      const current = path.at(-1);
      if (current === undefined) break;
      const isNew = !seen.has(current);
      seen.add(current);
      const parent = isNew
        ? parentsOf(current)
            .map((name) => rowByName.get(name))
            .find((found) => found !== undefined && !seen.has(found))
        : undefined;
      if (parent !== undefined) path.push(parent);
      else {
        path.pop();
        if (!done.has(current)) ordered.push(current);
        done.add(current);
      }
    }
  }
  return ordered;
}
