import { parseEmail } from '../email.ts';
import type { Entity } from '../entity/entity.ts';
import type { Model } from '../entity/model.ts';
import type { FieldDefinition, FieldKind } from '../field/field.ts';
import { similarity } from '../similarity.ts';
import { headingName } from './heading-name.ts';

/** The field that a column fills, as it is guessed. */
export interface ColumnGuess {
  readonly column: string;
  /** Null: no field fits. */
  readonly field: string | null;
  /** 0 to 1: how sure. */
  readonly score: number;
}

/**
 * Which field each column fills, by headings first, then by what stands in the cells. A field is filled by one column
 * at most; among equals the earlier field wins.
 *
 * @param samples some cells of each column
 */
export function guessMapping(
  model: Model,
  entity: Entity,
  headings: readonly string[],
  samples: readonly (readonly string[])[],
): readonly ColumnGuess[] {
  const pairs: { index: number; field: string; score: number }[] = [];
  headings.forEach((heading, index) => {
    const wanted = headingName(heading);
    if (wanted === '') return;
    for (const [field, names] of importNamesByField(model, entity)) {
      const score = bestScore(wanted, names);
      if (score >= LEAST_SCORE) pairs.push({ index, field, score });
    }
  });
  const guessed = new Map<number, { field: string; score: number }>();
  const taken = new Set<string>();
  const take = (index: number, field: string, score: number) => {
    if (guessed.has(index) || taken.has(field)) return;
    guessed.set(index, { field, score });
    taken.add(field);
  };
  for (const { index, field, score } of pairs.toSorted((a, b) => b.score - a.score)) take(index, field, score);
  headings.forEach((_, index) => {
    if (guessed.has(index)) return;
    const kind = kindByCells(samples[index] ?? []);
    const field = Object.entries(entity.fields).find(([, candidate]) => candidate.kind === kind && !candidate.hidden);
    if (kind !== undefined && field !== undefined) take(index, field[0], 0.6);
  });
  return headings.map((column, index) => {
    const guess = guessed.get(index);
    return { column, field: guess?.field ?? null, score: guess?.score ?? 0 };
  });
}

/** Whether a heading is one of the names of a field, for columns that tell more than one field. */
export const isHeadingOf = (field: FieldDefinition, heading: string): boolean =>
  field.importNames?.some((name) => headingName(name) === headingName(heading)) ?? false;

const LEAST_SCORE = 0.8;

type Names = readonly (readonly [name: string, weight: number])[];

// The names are the same for every file.
const namesByEntity = new WeakMap<Entity, ReadonlyMap<string, Names>>();

function importNamesByField(model: Model, entity: Entity): ReadonlyMap<string, Names> {
  const known = namesByEntity.get(entity);
  if (known !== undefined) return known;
  const names = new Map<string, Names>();
  for (const [name, field] of Object.entries(entity.fields)) {
    if (field.readOnly || field.kind === 'json' || field.kind === 'orderKey') continue;
    if (field.hidden && name !== 'externalId') continue;
    names.set(name, namesOf(model, entity, name, field));
  }
  namesByEntity.set(entity, names);
  return names;
}

function namesOf(model: Model, entity: Entity, name: string, field: FieldDefinition): Names {
  const own = [name, field.label ?? name, ...(field.importNames ?? [])];
  const weighted: [string, number][] = own.map((text) => [headingName(text), 1]);
  const self = [entity.name, entity.label, ...(entity.aliases ?? [])];
  if (name === entity.views.title) weighted.push(...weigh([...self, 'name'], 0.9));
  if (name === 'externalId') {
    weighted.push(
      ...weigh(['id', 'record id', 'external id', 'key'], 0.95),
      ...weigh(
        self.map((text) => `${text} id`),
        0.95,
      ),
    );
  }
  const target = 'target' in field ? model.entityByName.get(field.target) : undefined;
  if (target !== undefined && name !== 'owner') {
    weighted.push(...weigh([target.name, target.plural, target.label, ...(target.aliases ?? [])], 0.9));
  }
  if (target !== undefined) weighted.push(...weigh(target.fields[target.views.title]?.importNames ?? [], 0.85));
  return weighted;
}

const weigh = (names: readonly string[], weight: number): [string, number][] =>
  names.map((text) => [headingName(text), weight]);

function bestScore(wanted: string, names: Names): number {
  let best = 0;
  for (const [name, weight] of names) {
    if (name === wanted) best = Math.max(best, weight);
    else if (best < weight * 0.9 && wanted.length > 3) {
      const alike = similarity(name, wanted);
      if (alike >= 0.88) best = Math.max(best, weight * alike * 0.95);
    }
  }
  return best;
}

function kindByCells(cells: readonly string[]): FieldKind | undefined {
  const filled = cells.filter((cell) => cell.trim() !== '');
  if (filled.length === 0) return undefined;
  const most = (test: (cell: string) => boolean) => filled.filter(test).length >= filled.length * 0.8;
  if (most((cell) => cell.includes('.') && cell.includes('@') && parseEmail(cell).ok)) return 'emails';
  if (most((cell) => /^https?:\/\/\S+$/i.test(cell.trim()))) return 'url';
  return most((cell) => /^\+[\d\s().-]{8,20}$/.test(cell.trim())) ? 'phones' : undefined;
}
