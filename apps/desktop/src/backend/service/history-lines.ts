import { entityFor, labelOf } from '@satchel/core';
import { type QueryAnswer, unavailableTitle } from '@satchel/db';
import type { HistoryEntry } from '@satchel/sync';
import type { FieldChangeLine, HistoryLine, TimelineItem } from '../../shared/api.ts';
import type { Workspace } from '../workspace/open-workspace.ts';
import { ask } from './ask.ts';
import { valueText } from './value-text.ts';

type TitleOf = (entity: string, id: string) => string;

/** The history as people read it. */
export async function historyLines(
  workspace: Workspace,
  entries: readonly HistoryEntry[],
): Promise<readonly HistoryLine[]> {
  const titleOf = await loadTitles(workspace, entries, []);
  return entries.map((entry) => ({
    changeId: entry.changeId,
    at: entry.at,
    actor: titleOf('member', entry.actor),
    cause: entry.cause?.label ?? entry.cause?.kind ?? null,
    kind: entry.kind,
    changes: changeLines(workspace, entry, titleOf),
  }));
}

/** What belongs to a record, and its history, as people read it. */
export async function timelineItems(
  workspace: Workspace,
  rows: QueryAnswer<'timeline'>,
): Promise<readonly TimelineItem[]> {
  const entries = rows.flatMap((row) => (row.kind === 'history' ? [row.entry] : []));
  const actors = rows.flatMap((row) => (row.kind === 'record' ? [row.record.createdBy ?? ''] : []));
  const titleOf = await loadTitles(workspace, entries, actors);
  return rows.map((row): TimelineItem => {
    if (row.kind === 'record') return recordItem(workspace, row, titleOf);
    const { entry, at, key } = row;
    const label = entityFor(workspace.model, entry.entity).label;
    return {
      kind: 'history',
      at,
      key,
      entity: entry.entity,
      id: entry.record,
      title: `${label} ${verbs[entry.kind]}`,
      variant: null,
      text: entry.cause?.label ?? null,
      actor: titleOf('member', entry.actor),
      changes: entry.kind === 'create' ? [] : changeLines(workspace, entry, titleOf),
    };
  });
}

const verbs: Readonly<Record<HistoryEntry['kind'], string>> = {
  create: 'created',
  update: 'changed',
  delete: 'deleted',
  restore: 'restored',
};

function recordItem(
  { model }: Workspace,
  { entity, at, key, record }: Extract<QueryAnswer<'timeline'>[number], { kind: 'record' }>,
  titleOf: TitleOf,
): TimelineItem {
  const { fields, views } = entityFor(model, entity);
  const title = record[views.title];
  const longText = Object.entries(fields).find(([, field]) => field.kind === 'longText')?.[0];
  const text = longText === undefined ? null : record[longText];
  const variant = views.variant === undefined ? null : record[views.variant.by];
  return {
    kind: 'record',
    at,
    key,
    entity,
    id: record.id,
    title: typeof title === 'string' ? title : '',
    variant: typeof variant === 'string' ? variant : null,
    text: typeof text === 'string' ? text : null,
    actor: record.createdBy === null ? null : titleOf('member', record.createdBy),
    changes: [],
  };
}

function changeLines(workspace: Workspace, entry: HistoryEntry, titleOf: TitleOf): readonly FieldChangeLine[] {
  const { fields } = entityFor(workspace.model, entry.entity);
  const context = { titleOf, timeZone: workspace.profile().timeZone };
  const names = new Set([...Object.keys(entry.after), ...Object.keys(entry.before)]);
  return [...names].flatMap((name) => {
    const field = fields[name];
    if (field === undefined || field.hidden === true || field.readOnly === true) return [];
    const before = valueText(field, entry.before[name] ?? null, context);
    const after = valueText(field, entry.after[name] ?? null, context);
    return before === after ? [] : [{ field: name, label: field.label ?? labelOf(name), before, after }];
  });
}

/** Titles of everything that the entries name. */
async function loadTitles(
  workspace: Workspace,
  entries: readonly HistoryEntry[],
  actors: readonly string[],
): Promise<TitleOf> {
  const idsByEntity = new Map<string, Set<string>>();
  const note = (entity: string, id: unknown): void => {
    if (typeof id !== 'string' || id === '') return;
    const ids = idsByEntity.get(entity) ?? new Set();
    idsByEntity.set(entity, ids.add(id));
  };
  for (const actor of actors) note('member', actor);
  for (const entry of entries) {
    note('member', entry.actor);
    const { fields } = entityFor(workspace.model, entry.entity);
    for (const values of [entry.before, entry.after]) {
      for (const [name, value] of Object.entries(values)) {
        const field = fields[name];
        if (field?.kind === 'reference') note(field.target, value);
        if (field?.kind === 'references' && Array.isArray(value)) for (const id of value) note(field.target, id);
      }
    }
  }
  const loaded = await Promise.all(
    [...idsByEntity].map(
      async ([entity, ids]) => [entity, await ask(workspace, 'titles', { entity, ids: [...ids] })] as const,
    ),
  );
  const titlesByEntity = new Map(loaded);
  return (entity, id) => titlesByEntity.get(entity)?.[id] ?? unavailableTitle;
}
