import { type EntityRecord, entityFor, type FieldValue, hlcMs, labelOf } from '@satchel/core';
import type { Attention } from '@satchel/sync';
import type { AttentionItem } from '../../shared/api.ts';
import type { Workspace } from '../workspace/open-workspace.ts';
import { valueText } from './value-text.ts';

/** Most of them that are shown at once. */
const maxShown = 200;

/** What is said of a field of an edit. */
interface Said {
  readonly entity: string;
  readonly id: string;
  readonly fields: Readonly<Record<string, FieldValue>>;
}

/** Edits that ended otherwise than meant, as people read them: what was typed is all there. */
export function attentionItems(workspace: Workspace): readonly AttentionItem[] {
  return workspace.store
    .attention()
    .toReversed()
    .slice(0, maxShown)
    .map((attention) => ({
      change: attention.change.id,
      kind: attention.kind,
      at: hlcMs(attention.change.at),
      reasons: reasonsOf(attention),
      edits: saidBy(attention).map((said) => editOf(workspace, attention, said)),
    }));
}

const reasonsOf = (attention: Attention): readonly string[] =>
  attention.kind === 'refused'
    ? [...new Set(attention.refusals.map(({ message }) => message))]
    : ['Somebody else changed this later, so that theirs stays.'];

function saidBy(attention: Attention): readonly Said[] {
  if (attention.kind === 'superseded') {
    return attention.fields.map(({ entity, id, field, value }) => ({ entity, id, fields: { [field]: value } }));
  }
  return attention.change.intentions.map((intention) => ({
    entity: intention.entity,
    id: intention.id,
    fields:
      intention.kind === 'create' || intention.kind === 'update'
        ? intention.fields
        : { [intention.kind === 'delete' ? 'deleted' : 'restored']: true },
  }));
}

function editOf(workspace: Workspace, attention: Attention, said: Said): AttentionItem['edits'][number] {
  const { model, store } = workspace;
  const entity = model.entityByName.get(said.entity);
  const row = entity ? store.record(said.entity, said.id as EntityRecord['id']) : null;
  const title = entity?.views.title;
  const titleText = title === undefined ? null : (row?.[title] ?? said.fields[title] ?? null);
  const context = {
    timeZone: workspace.profile().timeZone,
    titleOf: (target: string, id: string) => {
      const found = store.record(target, id as EntityRecord['id']);
      const text = found?.[entityFor(model, target).views.title];
      return typeof text === 'string' ? text : 'Not available';
    },
  };
  const heldOf = (field: string): FieldValue | undefined =>
    attention.kind === 'refused'
      ? attention.refusals.find((one) => one.record === said.id && one.field === field)?.held
      : row?.[field];
  return {
    entity: said.entity,
    id: said.id,
    title: typeof titleText === 'string' && titleText !== '' ? titleText : (entity?.label ?? said.entity),
    lines: Object.entries(said.fields).map(([name, value]) => {
      const field = entity?.fields[name];
      const held = heldOf(name);
      return {
        label: field?.label ?? labelOf(name),
        value: field ? valueText(field, value, context) : value === true ? 'Yes' : JSON.stringify(value),
        held: field && held !== undefined ? valueText(field, held, context) : null,
      };
    }),
  };
}
