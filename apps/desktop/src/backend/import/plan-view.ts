import type { DecisionOfAll, ImportPlan, KnownValue, UnresolvedValue, ValueCounts } from '../../shared/api.ts';
import { shownValues } from '../../shared/api.ts';

type Values = Pick<ImportPlan, 'unresolved' | 'known'>;

/** The plan as a window sees it: a column of names may have as many values as the file has rows. */
export const viewOfPlan = (plan: ImportPlan): ImportPlan => ({
  ...plan,
  unresolved: firstOfColumns(plan.unresolved),
  known: firstOfColumns(plan.known),
});

/** The whole plan with what a window says of it: its files and options, and decisions about the values that it names. */
export function withView(plan: ImportPlan, view: ImportPlan): ImportPlan {
  const said = new Map([...view.known, ...view.unresolved].map((value) => [valueKey(value), value.decision]));
  const fieldByColumn = fieldsOf(view);
  const before = fieldsOf(plan);
  // What was decided about a column's values goes with what it filled.
  const stays = (value: ColumnKey): boolean => fieldByColumn.get(columnKey(value)) === before.get(columnKey(value));
  const decided = <T extends KnownValue | UnresolvedValue>(values: readonly T[]): readonly T[] =>
    values.filter(stays).map((value) => {
      const decision = said.get(valueKey(value));
      return decision === undefined ? value : { ...value, decision };
    });
  return { ...view, unresolved: decided(plan.unresolved), known: decided(plan.known) };
}

/** The plan with one decision about every value of a column that matches nothing. */
export const withDecisionOfAll = (plan: ImportPlan, of: ColumnKey, decision: DecisionOfAll): ImportPlan => ({
  ...plan,
  unresolved: plan.unresolved.map((value) => {
    if (columnKey(value) !== columnKey(of)) return value;
    if (decision !== 'suggestion') return { ...value, decision };
    return value.suggestion === null ? value : { ...value, decision: { use: value.suggestion } };
  }),
});

/** Some of a column's values, those that match nothing first. */
export function valuesOfColumn(plan: ImportPlan, of: ColumnKey, offset: number, limit: number): Values {
  const own = (value: ColumnKey): boolean => columnKey(value) === columnKey(of);
  const unresolved = plan.unresolved.filter(own);
  const left = Math.max(0, offset - unresolved.length);
  const page = unresolved.slice(offset, offset + limit);
  return { unresolved: page, known: plan.known.filter(own).slice(left, left + limit - page.length) };
}

/** How many values each column has. */
export function countsOf({ unresolved, known }: Values): readonly ValueCounts[] {
  const counts = new Map<string, { file: string; column: string; unresolved: number; known: number }>();
  const count = (values: readonly ColumnKey[], kind: 'unresolved' | 'known'): void => {
    for (const { file, column } of values) {
      const key = columnKey({ file, column });
      const own = counts.get(key) ?? { file, column, unresolved: 0, known: 0 };
      own[kind] += 1;
      counts.set(key, own);
    }
  };
  count(unresolved, 'unresolved');
  count(known, 'known');
  return [...counts.values()];
}

interface ColumnKey {
  readonly file: string;
  readonly column: string;
}

const columnKey = ({ file, column }: ColumnKey): string => `${file}\0${column}`;

const valueKey = (value: ColumnKey & { readonly value: string }): string => `${columnKey(value)}\0${value.value}`;

/** What each column fills, with the kind of record. */
const fieldsOf = ({ files }: ImportPlan): ReadonlyMap<string, string> =>
  new Map(
    files.flatMap(({ file, entity, columns }) =>
      columns.map(({ column, field }): [string, string] => [columnKey({ file, column }), `${entity}.${field}`]),
    ),
  );

function firstOfColumns<T extends ColumnKey>(values: readonly T[]): readonly T[] {
  const seen = new Map<string, number>();
  return values.filter((value) => {
    const key = columnKey(value);
    const place = seen.get(key) ?? 0;
    seen.set(key, place + 1);
    return place < shownValues;
  });
}
