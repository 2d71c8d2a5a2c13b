/* oxlint-disable jsx-a11y/no-static-element-interactions, jsx-a11y/no-autofocus -- listens to the keys of the editor that the user just asked for */
import { type Entity, type EntityRecord, type FieldDefinition, type FieldValue, jsonEquals } from '@satchel/core';
import { useRef, useState } from 'react';
import { sentences, useCommit } from '../data/commit.ts';
import { Editor } from '../fields/editor.tsx';
import { fieldLabel } from '../format/values.ts';
import { UniqueHint } from '../forms/unique-hint.tsx';

interface CellEditProps {
  readonly entity: Entity;
  readonly name: string;
  readonly field: FieldDefinition;
  readonly record: EntityRecord;
  /** `isLeft`: the user is elsewhere by now, and the focus stays there. */
  readonly onDone: (isLeft: boolean) => void;
  readonly onNext: (isBack: boolean) => void;
}

/** Edits one value in place: Enter and leaving save, Tab saves and goes on, Esc leaves it as it was. */
export function CellEdit({ entity, name, field, record, onDone, onNext }: CellEditProps) {
  const initial = record[name] ?? null;
  const [value, setValue] = useState<FieldValue>(initial);
  const [problem, setProblem] = useState<string | null>(null);
  const commit = useCommit();
  const isSettled = useRef(false);
  const box = useRef<HTMLDivElement>(null);
  const done = () => onDone(box.current?.contains(document.activeElement) !== true);
  const label = fieldLabel(name, field);

  const save = async (then: () => void, chosen = value) => {
    if (isSettled.current) return;
    isSettled.current = true;
    if (jsonEquals(chosen, initial)) return then();
    const result = await commit(
      [{ kind: 'update', entity: entity.name, id: record.id, base: record.rev, fields: { [name]: chosen } }],
      `${label} changed`,
    );
    if (result.ok) return then();
    isSettled.current = false;
    setProblem(sentences(result.error));
  };
  const problemId = `problem-${record.id}-${name}`;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: listens to the keys of the editor inside
    <div
      ref={box}
      className="relative w-full"
      onKeyDown={(event) => {
        // The keys of the whole window, such as Mod+K, go on.
        if (!event.metaKey && !event.ctrlKey) event.stopPropagation();
        if (event.key === 'Escape') {
          isSettled.current = true;
          done();
        } else if (event.key === 'Enter' && field.kind !== 'longText') {
          event.preventDefault();
          void save(done);
        } else if (event.key === 'Tab') {
          event.preventDefault();
          void save(() => onNext(event.shiftKey));
        }
      }}
      onBlur={(event) => {
        if (event.currentTarget.contains(event.relatedTarget)) return;
        void save(done);
      }}
      onDoubleClick={(event) => event.stopPropagation()}
    >
      <Editor
        id={`edit-${record.id}-${name}`}
        label={label}
        field={field}
        value={value}
        onChange={setValue}
        isInvalid={problem !== null}
        describedBy={problemId}
        autoFocus
        beside={() => ({ definitions: entity.fields, values: record })}
        onChosen={(chosen) => {
          setValue(chosen);
          void save(done, chosen);
        }}
      />
      {entity.views.unique?.includes(name) && (
        <div className="absolute top-full left-0 z-30 mt-1 w-max max-w-66 max-sm:max-w-full rounded-control bg-raised px-2 whitespace-normal empty:hidden">
          <UniqueHint entity={entity} name={name} value={value} except={record.id} />
        </div>
      )}
      {problem !== null && (
        <p
          id={problemId}
          role="alert"
          className="absolute top-full left-0 z-30 mt-1 w-max max-w-66 max-sm:max-w-full rounded-control border border-bad bg-raised px-2 py-1 text-label whitespace-normal text-bad"
        >
          {problem}
        </p>
      )}
    </div>
  );
}
