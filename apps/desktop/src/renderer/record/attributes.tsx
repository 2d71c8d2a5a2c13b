import { type Entity, isEmptyValue } from '@satchel/core';
import { useState } from 'react';
import type { RecordDetail } from '../../shared/api.ts';
import { Cell } from '../fields/cell.tsx';
import { isEditable } from '../fields/editor.tsx';
import { fieldLabel } from '../format/values.ts';
import { CellEdit } from '../list/cell-edit.tsx';

/** Every field of the form with its value; a click or Enter edits it in place. */
export function Attributes({ entity, detail }: { entity: Entity; detail: RecordDetail }) {
  const { record, titles, deleted } = detail;
  const [editing, setEditing] = useState<string | null>(null);
  const system = ['createdAt', 'createdBy', 'updatedAt'];
  const names = [...new Set([...entity.views.form, ...entity.views.list, ...system])];
  const editable = names.filter((name) => isEditable(entity.fields[name]));
  const next = (name: string, isBack: boolean) =>
    setEditing(editable[editable.indexOf(name) + (isBack ? -1 : 1)] ?? null);
  return (
    <>
      <h2 className="mb-2">Details</h2>
      <dl className="flex flex-col">
        {names.map((name) => {
          const field = entity.fields[name];
          if (!field || field.hidden === true) return null;
          const label = fieldLabel(name, field);
          const value = record[name];
          const shown = isEmptyValue(value) ? (
            <span className="text-faint">–</span>
          ) : (
            <Cell field={field} value={value} titles={titles} deleted={deleted} />
          );
          return (
            <div key={name} className="flex min-h-8 items-start gap-2">
              <dt className="w-32 shrink-0 py-1.5 text-soft">{label}</dt>
              <dd className="min-w-0 flex-1">
                {editing === name ? (
                  <CellEdit
                    key={name}
                    entity={entity}
                    name={name}
                    field={field}
                    record={record}
                    onDone={() => setEditing((current) => (current === name ? null : current))}
                    onNext={(isBack) => next(name, isBack)}
                  />
                ) : isEditable(field) ? (
                  <button
                    type="button"
                    onClick={() => setEditing(name)}
                    className="flex min-h-8 w-full min-w-0 items-center overflow-hidden rounded-control px-2 py-1 text-left break-words whitespace-pre-wrap hover:bg-hover"
                  >
                    <span className="sr-only">Edit {label}: </span>
                    <span className="min-w-0 break-words">{shown}</span>
                  </button>
                ) : (
                  <span className="flex min-h-8 items-center px-2 py-1">{shown}</span>
                )}
              </dd>
            </div>
          );
        })}
      </dl>
    </>
  );
}
