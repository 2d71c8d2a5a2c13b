import { foldText, isJsonObject, type JsonObject, type JsonValue } from '@satchel/core';
import type { ColumnPlan, FilePlan, ImportPlan } from '../../shared/api.ts';
import { type Decision, decisionsOf } from './decisions.ts';
import type { ImportTarget } from './import-target.ts';
import type { Table } from './table.ts';

/** How a file is to be read, as far as somebody has said it. */
export interface Mapping {
  /** Null: it is left out. */
  readonly entity: string | null;
  readonly fieldByColumn: Readonly<Record<string, string | null>>;
  readonly dateFormatByColumn: Readonly<Record<string, ColumnPlan['dateFormat']>>;
  readonly keyColumn: string | null | undefined;
  /** What values mean, by column and folded value. */
  readonly decisions: (column: string) => ReadonlyMap<string, Decision>;
}

/** More different values than this are not kept: nobody has decided on them one by one. */
const maxKeptValues = 500;

/** Files with the same headings are read alike, whatever they are called. */
const mappingKey = ({ headings }: Pick<Table, 'headings'>): string =>
  `import.mapping.${headings.map(foldText).join('|').slice(0, 500)}`;

/** The mapping of a plan that the user has changed; undefined when it does not know the file. */
export function mappingOfPlan(plan: ImportPlan | undefined, table: Table): Mapping | undefined {
  const file = plan?.files.find((one) => one.file === table.file);
  if (plan === undefined || file === undefined) return undefined;
  const isMappedAnew = file.columns.length === 0;
  return {
    entity: file.entity,
    fieldByColumn: byColumn(file, ({ field }) => field),
    dateFormatByColumn: byColumn(file, ({ dateFormat }) => dateFormat),
    keyColumn: isMappedAnew ? undefined : file.keyColumn,
    decisions: (column) => decisionsOf(plan, file.file, column),
  };
}

/** Keeps how a file was read for the next one of the same headings. */
export function rememberMapping(target: ImportTarget, plan: ImportPlan, file: FilePlan, table: Table): void {
  const values: Record<string, JsonObject> = {};
  for (const { column, field } of file.columns) {
    const decided: [string, JsonValue][] = [];
    // What was made is known the next time.
    if (field !== null) {
      for (const [value, decision] of decisionsOf(plan, file.file, column)) {
        if (decision !== 'create') decided.push([value, decision === 'empty' ? null : decision.use]);
      }
    }
    if (decided.length > 0 && decided.length <= maxKeptValues) values[column] = Object.fromEntries(decided);
  }
  target.settings.set(mappingKey(table), {
    entity: file.entity,
    fields: byColumn(file, ({ field }) => field),
    dates: byColumn(file, ({ dateFormat }) => dateFormat),
    values,
  });
}

export function rememberedMapping(target: ImportTarget, table: Table): Mapping | undefined {
  const kept = target.settings.get(mappingKey(table));
  if (kept === undefined || !isJsonObject(kept)) return undefined;
  const { entity, fields, dates, values } = kept;
  if ((typeof entity !== 'string' && entity !== null) || fields === undefined || !isJsonObject(fields))
    return undefined;
  return {
    entity,
    fieldByColumn: texts(fields),
    dateFormatByColumn: Object.fromEntries(
      Object.entries(texts(dates)).flatMap(([column, text]) => {
        const format = dateFormats.find((known) => known === text);
        return format === undefined ? [] : [[column, format]];
      }),
    ),
    keyColumn: undefined,
    decisions(column) {
      const decided = values !== undefined && isJsonObject(values) ? texts(values[column]) : {};
      return new Map(
        Object.entries(decided).map(([value, use]): [string, Decision] => [value, use === null ? 'empty' : { use }]),
      );
    },
  };
}

const dateFormats = ['iso', 'mdy', 'dmy', 'ymd'] as const;

const byColumn = <T>(file: FilePlan, of: (column: ColumnPlan) => T): Record<string, T> =>
  Object.fromEntries(file.columns.map((column) => [column.column, of(column)]));

function texts(value: JsonValue | undefined): Readonly<Record<string, string | null>> {
  if (value === undefined || !isJsonObject(value)) return {};
  const found: Record<string, string | null> = {};
  for (const [key, text] of Object.entries(value)) if (typeof text === 'string' || text === null) found[key] = text;
  return found;
}
