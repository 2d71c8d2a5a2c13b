import {
  type EntityRecord,
  entityFor,
  type FieldValue,
  hlcMs,
  type Intention,
  jsonEquals,
  labelOf,
} from '@satchel/core';
import { type Attention, askedAgain, type ConfirmedRow, type Matter, mattersOf } from '@satchel/sync';
import type { AttentionEdit, AttentionItem, AttentionLine } from '../../shared/api.ts';
import type { Workspace } from '../workspace/open-workspace.ts';
import { valueText } from './value-text.ts';

/** Most of them that are shown at once. */
const maxShown = 200;

/** Edits that ended otherwise than meant, as people read them: what was typed is all there. */
export const attentionItems = (workspace: Workspace): readonly AttentionItem[] =>
  mattersOf(workspace.store.attention())
    .slice(0, maxShown)
    .map((matter) => itemOf(workspace, matter));

/** What the server has, as far as it is known here. */
export const confirmedRows =
  ({ store }: Workspace): ConfirmedRow =>
  (entity, id) => {
    const shadow = store.shadow(entity, id);
    return shadow === undefined ? store.record(entity, id) : shadow;
  };

function itemOf(workspace: Workspace, matter: Matter): AttentionItem {
  const [first] = matter.edits;
  const edits = askedAgain(matter, confirmedRows(workspace)).map((intention) => editOf(workspace, matter, intention));
  const isInBin = edits.some(({ place }) => place === 'bin');
  return {
    change: matter.id,
    kind: first.kind,
    at: hlcMs(first.change.at),
    // That it is in the bin stands with the edit, and sending it again restores it.
    reasons: [...new Set(matter.edits.flatMap((one) => reasonsOf(one, isInBin ? ['deleted'] : [])))],
    edits,
  };
}

const reasonsOf = (attention: Attention, known: readonly string[]): readonly string[] =>
  attention.kind === 'refused'
    ? attention.blockedBy === null
      ? attention.refusals.filter(({ code }) => !known.includes(code)).map(({ message }) => message)
      : []
    : ['Somebody else changed this later, so that theirs stays.'];

function editOf(workspace: Workspace, { edits }: Matter, intention: Intention): AttentionEdit {
  const { model, store } = workspace;
  const { id } = intention;
  const entity = model.entityByName.get(intention.entity);
  const row = entity ? confirmedRows(workspace)(intention.entity, id) : null;
  const fields: Readonly<Record<string, FieldValue>> = 'fields' in intention ? intention.fields : {};
  const title = entity?.views.title ?? '';
  const titleText = row?.[title] ?? fields[title];
  const context = {
    timeZone: workspace.profile().timeZone,
    titleOf: (kind: string, named: string) => {
      const found = store.record(kind, named as EntityRecord['id']);
      const text = found?.[entityFor(model, kind).views.title];
      return typeof text === 'string' ? text : 'Not available';
    },
  };
  /** What the refusal says of it is what counted. */
  const heldOf = (field: string): FieldValue | undefined =>
    edits
      .flatMap((one) => (one.kind === 'refused' ? one.refusals : []))
      .find((one) => one.record === id && one.field === field && one.held !== undefined)?.held ?? row?.[field];
  const lineOf = ([name, value]: readonly [string, FieldValue]): AttentionLine => {
    const field = entity?.fields[name];
    const held = heldOf(name);
    return {
      field: name,
      label: field?.label ?? labelOf(name),
      value: field ? valueText(field, value, context) : JSON.stringify(value),
      ...(field && held !== undefined && !jsonEquals(held, value) ? { held: valueText(field, held, context) } : {}),
    };
  };
  return {
    title: typeof titleText === 'string' && titleText !== '' ? titleText : (entity?.label ?? intention.entity),
    place: intention.kind === 'create' ? 'new' : row === null ? 'gone' : row.deletedAt === null ? 'here' : 'bin',
    intention,
    lines: Object.entries(fields).map(lineOf),
  };
}
