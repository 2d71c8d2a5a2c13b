import {
  type Entity,
  type EntityRecord,
  elementsOf,
  type FieldDefinition,
  type FieldValue,
  type Intention,
  jsonEquals,
} from '@satchel/core';
import { useState } from 'react';
import { useRecord } from '../data/queries.ts';

/** A value under edit, and what became of it elsewhere meanwhile. */
export interface EditedValue {
  readonly value: FieldValue;
  readonly setValue: (value: FieldValue) => void;
  /** Another one when what was not touched yet was replaced by what came: the editor begins anew. */
  readonly editorKey: number;
  /** What somebody else made of it meanwhile; undefined: nothing, or it was decided. */
  readonly theirs: FieldValue | undefined;
  /** Decides for what is written here, as an edit of what theirs is. */
  readonly keepMine: () => Intention;
  /** The edit of the record; null: it is as it was. */
  readonly intention: (chosen?: FieldValue) => Intention | null;
}

/**
 * Keeps what its user writes when a change of somebody else comes, and tells what that is. What is written on a value
 * that its user has not seen says so, and is judged by it.
 */
export function useEditedValue(
  entity: Entity,
  name: string,
  field: FieldDefinition,
  record: EntityRecord,
): EditedValue {
  /** What the edit is built upon; the record that was begun with, also when its row shows another one by now. */
  const [seen, setSeen] = useState(record);
  const [latest, setLatest] = useState(record);
  const [value, setValue] = useState<FieldValue>(record[name] ?? null);
  const [editorKey, setEditorKey] = useState(0);
  const { data, isStale } = useRecord(entity.name, seen.id);
  if (data && !isStale && data.record !== latest) {
    setLatest(data.record);
    const isTouched = !jsonEquals(value, seen[name] ?? null);
    const isOther = !jsonEquals(data.record[name] ?? null, seen[name] ?? null);
    if (!isTouched) {
      setSeen(data.record);
      if (isOther) {
        setValue(data.record[name] ?? null);
        setEditorKey(editorKey + 1);
      }
    }
  }
  const before = seen[name] ?? null;
  const now = latest[name] ?? null;
  // Elements of a list that both add are both kept.
  const merges = field.merge === 'set';
  const isOverwritten = !merges && !jsonEquals(now, before) && !jsonEquals(now, value);
  return {
    value,
    setValue,
    editorKey,
    theirs: isOverwritten ? now : undefined,
    keepMine() {
      setSeen(latest);
      return { kind: 'update', entity: entity.name, id: seen.id, base: latest.rev, fields: { [name]: value } };
    },
    intention(chosen = value) {
      if (jsonEquals(chosen, before)) return null;
      const about = { kind: 'update', entity: entity.name, id: seen.id, base: seen.rev } as const;
      const [old, next] = [elementsOf(before), elementsOf(chosen)];
      const patch = {
        add: next.filter((element) => !old.includes(element)),
        remove: old.filter((element) => !next.includes(element)),
      };
      const isPatch = merges && patch.add.length + patch.remove.length > 0;
      return isPatch ? { ...about, fields: {}, lists: { [name]: patch } } : { ...about, fields: { [name]: chosen } };
    },
  };
}
