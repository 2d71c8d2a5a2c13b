import type { Entity } from '../entity/entity.ts';
import type { Model } from '../entity/model.ts';
import { type ColumnGuess, guessMapping } from './guess-mapping.ts';
import { headingName } from './heading-name.ts';

/** What the rows of a file are, as far as its headings and cells tell. */
export interface EntityGuess {
  /** Null: the file is no table of records that we know. */
  readonly entity: Entity | null;
  readonly columns: readonly ColumnGuess[];
  /** Why there is none, for people. */
  readonly reason?: string;
}

/** What the rows of a file are, by how many of its columns fit an entity, and by the file's name. */
export function guessEntity(
  model: Model,
  file: string,
  headings: readonly string[],
  samples: readonly (readonly string[])[],
): EntityGuess {
  const none = headings.map((column): ColumnGuess => ({ column, field: null, score: 0 }));
  const named = headings.filter((heading) => heading.trim() !== '').length;
  if (named === 0 || named < headings.length / 2) {
    const reason = `It is not a table of records: ${headings.length - named} of its ${headings.length} columns have no heading. It is left out.`;
    return { entity: null, columns: none, reason };
  }
  let best: { entity: Entity; columns: readonly ColumnGuess[]; score: number } | undefined;
  for (const entity of model.entities) {
    if (!isImportable(entity)) continue;
    const columns = guessMapping(model, entity, headings, samples);
    const mapped = columns.filter(({ field }) => field !== null);
    const hasTitle = mapped.some(({ field }) => field === entity.views.title);
    if (!hasTitle && (entity.settle === undefined || mapped.length < 2)) continue;
    const fit = mapped.reduce((sum, { score }) => sum + score, 0) / named;
    const score = fit + (isNamedAfter(entity, file) ? 0.5 : 0);
    if (fit >= 0.3 && score > (best?.score ?? 0)) best = { entity, columns, score };
  }
  return (
    best ?? {
      entity: null,
      columns: none,
      reason: 'Its columns fit no kind of record. Choose one to import it, or leave it out.',
    }
  );
}

/** Whether files may bring records of an entity: of those with a page of their own, and of those that say so. */
export const isImportable = (entity: Entity): boolean =>
  !entity.isAppendOnly && (entity.place === 'main' || entity.import?.isFromFiles === true);

function isNamedAfter(entity: Entity, file: string): boolean {
  const name = headingName(file.replace(/^.*[/\\]/, '').replace(/\.[a-z]+$/i, ''));
  return [entity.name, entity.plural, entity.labelPlural, ...(entity.aliases ?? [])].some((alias) => {
    const known = headingName(alias);
    return name === known || name.startsWith(`${known} `) || name.endsWith(` ${known}`);
  });
}
