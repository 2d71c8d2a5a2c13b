import { type Entity, isEmptyValue, type RecordDetail } from '@satchel/core';
import { ArrowUpRight } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Link } from 'wouter';
import { entityNamed, recordPath } from '../data/model.ts';
import { Cell } from '../fields/cell.tsx';
import { isEditable } from '../fields/editor.tsx';
import { iconsOf } from '../format/entity-icon.tsx';
import { fieldLabel } from '../format/values.ts';
import { CellEdit } from '../list/cell-edit.tsx';

interface AttributesProps {
  readonly entity: Entity;
  readonly detail: RecordDetail;
  readonly canUpdate: boolean;
}

/** Every field of the form with its value; a click or Enter edits it in place. */
export function Attributes({ entity, detail, canUpdate }: AttributesProps) {
  const { record, titles, deleted } = detail;
  const [editing, setEditing] = useState<string | null>(null);
  const system = ['createdAt', 'createdBy', 'updatedAt'];
  const names = [...new Set([entity.views.title, ...entity.views.form, ...entity.views.list, ...system])];
  const editable = canUpdate ? names.filter((name) => isEditable(entity.fields[name])) : [];
  /** Whose value takes the focus again once nothing is edited: the keys go on from there. */
  const edited = useRef<string | null>(null);
  const list = useRef<HTMLDListElement>(null);
  useEffect(() => {
    if (editing !== null || edited.current === null) return;
    list.current?.querySelector<HTMLElement>(`[data-field="${edited.current}"]`)?.focus();
    edited.current = null;
  }, [editing]);
  const end = (name: string, isLeft: boolean) => {
    if (!isLeft) edited.current = name;
    setEditing((current) => (current === name ? null : current));
  };
  const next = (name: string, isBack: boolean) => {
    const target = editable[editable.indexOf(name) + (isBack ? -1 : 1)];
    if (target === undefined) end(name, false);
    else setEditing(target);
  };
  return (
    <>
      <h2 className="mb-2">Details</h2>
      <dl ref={list} className="flex flex-col">
        {names.map((name) => {
          const field = entity.fields[name];
          if (!field || field.hidden === true) return null;
          const label = fieldLabel(name, field);
          const value = record[name];
          const shown = isEmptyValue(value) ? (
            <span className="text-faint">–</span>
          ) : (
            <Cell field={field} value={value} titles={titles} deleted={deleted} icons={iconsOf(entity, name)} />
          );
          const target =
            field.kind === 'reference' && entityNamed(field.target)?.place === 'main' ? field.target : null;
          return (
            <div key={name} className="flex min-h-8 items-start gap-2">
              <dt className="w-32 shrink-0 py-1.5 text-soft">{label}</dt>
              <dd className="flex min-w-0 flex-1 items-start">
                {editing === name ? (
                  <CellEdit
                    key={name}
                    entity={entity}
                    name={name}
                    field={field}
                    record={record}
                    onDone={(isLeft) => end(name, isLeft)}
                    onNext={(isBack) => next(name, isBack)}
                  />
                ) : editable.includes(name) ? (
                  <button
                    type="button"
                    data-field={name}
                    onClick={() => setEditing(name)}
                    className="flex min-h-8 w-full min-w-0 items-center overflow-hidden rounded-control px-2 py-1.5 text-left break-words whitespace-pre-wrap hover:bg-hover"
                  >
                    <span className="sr-only">Edit {label}: </span>
                    <span className="min-w-0 break-words">{shown}</span>
                  </button>
                ) : (
                  <span className="flex min-h-8 min-w-0 flex-1 items-center px-2 py-1.5">{shown}</span>
                )}
                {target !== null && editing !== name && typeof value === 'string' && (
                  <Link
                    href={recordPath(target, value)}
                    aria-label={`Open ${titles[target]?.[value] ?? label}`}
                    title="Open"
                    className="flex size-8 shrink-0 items-center justify-center rounded-control text-faint hover:bg-hover hover:text-ink"
                  >
                    <ArrowUpRight aria-hidden className="size-4" />
                  </Link>
                )}
              </dd>
            </div>
          );
        })}
      </dl>
    </>
  );
}
