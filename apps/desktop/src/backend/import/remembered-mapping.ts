import { foldText, isJsonObject, type JsonObject, type JsonValue } from '@satchel/core';
import type { ColumnPlan, FilePlan, ImportPlan } from '../../shared/api.ts';
import { type Decision, decisionsOf } from './decisions.ts';
import type { ImportTarget } from './import-target.ts';
import type { Table } from './table.ts';

/** How a file is to be read, as far as somebody has said it. */
export interface Mapping {
  /** Null: it is left out. */
  readonly entity: string | null;
  readonly fieldByColumn: ReadonlyMap<string, string | null>;
  readonly dateFormatByColumn: ReadonlyMap<string, ColumnPlan['dateFormat']>;
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
  const values: [string, JsonObject][] = [];
  for (const { column, field } of file.columns) {
    const decided: [string, JsonValue][] = [];
    // What was made is known the next time.
    if (field !== null) {
      for (const [value, decision] of decisionsOf(plan, file.file, column)) {
        if (decision !== 'create') decided.push([value, decision === 'empty' ? null : decision.use]);
      }
    }
    if (decided.length > 0 && decided.length <= maxKeptValues) values.push([column, Object.fromEntries(decided)]);
  }
  target.settings.set(mappingKey(table), {
    entity: file.entity,
    fields: Object.fromEntries(byColumn(file, ({ field }) => field)),
    dates: Object.fromEntries(byColumn(file, ({ dateFormat }) => dateFormat)),
    values: Object.fromEntries(values),
  });
}

/** How the last file of the same headings was read. */
export function rememberedMapping(target: ImportTarget, table: Table): Mapping | undefined {
  const kept = target.settings.get(mappingKey(table));
  if (kept === undefined || !isJsonObject(kept)) return undefined;
  const { entity, fields, dates, values } = kept;
  if ((typeof entity !== 'string' && entity !== null) || fields === undefined || !isJsonObject(fields))
    return undefined;
  return {
    entity,
    fieldByColumn: texts(fields),
    dateFormatByColumn: new Map(
      [...texts(dates)].flatMap(([column, text]): [string, ColumnPlan['dateFormat']][] => {
        const format = dateFormats.find((known) => known === text);
        return format === undefined ? [] : [[column, format]];
      }),
    ),
    keyColumn: undefined,
    decisions(column) {
      const ofColumn = values !== undefined && isJsonObject(values) && Object.hasOwn(values, column);
      const decided = ofColumn ? texts(values[column]) : [];
      return new Map([...decided].map(([value, use]): [string, Decision] => [value, use === null ? 'empty' : { use }]));
    },
  };
}

const dateFormats = ['iso', 'mdy', 'dmy', 'ymd'] as const;

const byColumn = <T>(file: FilePlan, of: (column: ColumnPlan) => T): ReadonlyMap<string, T> =>
  new Map(file.columns.map((column) => [column.column, of(column)]));

function texts(value: JsonValue | undefined): ReadonlyMap<string, string | null> {
  const found = new Map<string, string | null>();
  if (value === undefined || !isJsonObject(value)) return found;
  for (const [key, text] of Object.entries(value)) if (typeof text === 'string' || text === null) found.set(key, text);
  return found;
}
