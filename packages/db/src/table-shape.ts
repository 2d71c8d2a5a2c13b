import { type Entity, type FieldKind, isListKind, type Model } from '@satchel/core';

/** What a column holds, whatever the dialect calls it. `number` is a double, `integer` within ±2^53. */
export type ColumnType = 'text' | 'integer' | 'number' | 'boolean' | 'json';

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
}

export interface FieldShape {
  readonly name: string;
  readonly kind: FieldKind;
  /** The first holds the value, or tells by NULL that the field is empty. */
  readonly columns: readonly [Column, ...Column[]];
  /** The column that filters and sorts; null for lists and structures. */
  readonly comparable: string | null;
  /** The table with one row per element of a list. */
  readonly listTable: string | null;
}

export interface IndexShape {
  readonly name: string;
  /** Without what makes the order total: a store adds its own key of the row. */
  readonly columns: readonly string[];
  /** Rows with an empty first column are left out. */
  readonly isSparse: boolean;
}

/** How the records of one entity are laid out in tables, derived from its fields alone. */
export interface TableShape {
  readonly entity: Entity;
  readonly table: string;
  readonly fields: readonly FieldShape[];
  readonly fieldByName: ReadonlyMap<string, FieldShape>;
  readonly indexes: readonly IndexShape[];
  /** The search table; null when no field is searched. */
  readonly searchTable: string | null;
}

/** Columns of every table besides `seq` (SQLite) or `tenant_id` (PostgreSQL). Empty objects are NULL. */
export const recordColumns: readonly Column[] = [
  { name: 'id', type: 'text' },
  { name: 'rev', type: 'integer' },
  { name: 'stamps', type: 'json' },
  { name: 'custom', type: 'json' },
];

const shapes = new WeakMap<Entity, TableShape>();

/** The same shape for the same entity, always. */
export function tableShape(entity: Entity): TableShape {
  let shape = shapes.get(entity);
  if (!shape) {
    shape = deriveShape(entity);
    shapes.set(entity, shape);
  }
  return shape;
}

export const tableShapes = (model: Model): readonly TableShape[] => model.entities.map(tableShape);

type FieldColumns = Pick<FieldShape, 'columns' | 'comparable'>;

const plain =
  (type: ColumnType) =>
  (name: string): FieldColumns => ({ columns: [{ name, type }], comparable: name });

const unordered =
  (type: ColumnType) =>
  (name: string): FieldColumns => ({ columns: [{ name, type }], comparable: null });

const folded = (name: string): FieldColumns => ({
  columns: [
    { name, type: 'text' },
    { name: `${name}_fold`, type: 'text' },
  ],
  comparable: `${name}_fold`,
});

/** Dates stay texts: their order is the calendar's, and no driver turns them into moments. */
const columnsByKind: Readonly<Record<FieldKind, (name: string) => FieldColumns>> = {
  text: folded,
  longText: unordered('text'),
  number: plain('number'),
  boolean: plain('boolean'),
  date: plain('text'),
  instant: plain('integer'),
  money: (name) => ({
    columns: [
      { name: `${name}_minor`, type: 'integer' },
      { name: `${name}_currency`, type: 'text' },
    ],
    comparable: `${name}_minor`,
  }),
  choice: plain('text'),
  reference: plain('text'),
  references: unordered('json'),
  emails: unordered('json'),
  phones: unordered('json'),
  url: folded,
  orderKey: plain('text'),
  serial: folded,
  json: unordered('json'),
};

function deriveShape(entity: Entity): TableShape {
  const table = checkedName(entity.plural);
  const fields = Object.entries(entity.fields).map(
    ([name, field]): FieldShape => ({
      name,
      kind: field.kind,
      ...columnsByKind[field.kind](checkedName(name)),
      listTable: isListKind(field.kind) ? `${table}__${name}` : null,
    }),
  );
  const fieldByName = new Map(fields.map((field) => [field.name, field]));
  const columns = [...recordColumns, ...fields.flatMap((field) => field.columns)].map(({ name }) => name.toLowerCase());
  if (new Set(columns).size !== columns.length) throw new Error(`Two columns of ${table} have the same name.`);
  const isSearched = Object.values(entity.fields).some((field) => field.search);
  return {
    entity,
    table,
    fields,
    fieldByName,
    indexes: deriveIndexes(entity, table, fieldByName),
    searchTable: isSearched ? `${table}__search` : null,
  };
}

const isShared: Readonly<Partial<Record<FieldKind, true>>> = { choice: true, reference: true, boolean: true };

function deriveIndexes(
  entity: Entity,
  table: string,
  fieldByName: ReadonlyMap<string, FieldShape>,
): readonly IndexShape[] {
  const { views } = entity;
  const usualOrder = views.sort?.field ?? 'createdAt';
  const declared: readonly (readonly string[])[] = [
    ...(entity.indexes ?? []),
    ...(views.board ? [[views.board.by, views.board.order]] : []),
    // What belongs to a record is shown with it, newest first.
    ...(entity.visibleWith ?? []).map((parent) => [parent, 'createdAt']),
  ];
  const belongsTo = (name: string): boolean => entity.visibleWith?.includes(name) === true;
  const groups: readonly (readonly string[])[] = [
    ...declared,
    ...(views.sort ? [[views.sort.field]] : []),
    ['createdAt'],
    ...Object.entries(entity.fields)
      .filter(([, field]) => field.index)
      // Many records share one of few values, and are then listed in the usual order.
      .map(([name, field]) =>
        isShared[field.kind] && !belongsTo(name) && name !== usualOrder ? [name, usualOrder] : [name],
      ),
  ];
  const indexes: IndexShape[] = [];
  for (const group of groups) {
    const columns = group.map((name) => fieldByName.get(name)?.comparable ?? null);
    if (!columns.every((column) => column !== null)) continue;
    // One that starts with the same columns finds the same rows.
    if (indexes.some((index) => columns.every((column, i) => index.columns[i] === column))) continue;
    const isHidden = group.length === 1 && entity.fields[group[0] ?? '']?.hidden === true;
    indexes.push({ name: `${table}__by_${group.join('_')}`, columns, isSparse: isHidden });
  }
  return indexes;
}

/** A name in SQL. */
export const quoted = (name: string): string => `"${name}"`;

/** Names come from code, but they become SQL: nothing else than a plain word passes. */
function checkedName(name: string): string {
  if (!/^[A-Za-z][A-Za-z0-9]{0,50}$/.test(name)) throw new Error(`Not a name for a table or column: ${name}`);
  return name;
}
