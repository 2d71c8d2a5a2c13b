/* oxlint-disable jsx-a11y/no-static-element-interactions, jsx-a11y/no-autofocus -- listens to the keys of the editor that the user just asked for */
import type { Entity, EntityRecord, FieldDefinition, Intention } from '@satchel/core';
import { useEffect, useRef, useState } from 'react';
import { sentences, useCommit } from '../data/commit.ts';
import { Editor } from '../fields/editor.tsx';
import { fieldLabel } from '../format/values.ts';
import { UniqueHint } from '../forms/unique-hint.tsx';
import { useNoteEditing } from '../presence/editing.ts';
import { MeanwhileNotice } from './meanwhile-notice.tsx';
import { useEditedValue } from './use-edited-value.ts';

interface CellEditProps {
  readonly entity: Entity;
  readonly name: string;
  readonly field: FieldDefinition;
  readonly record: EntityRecord;
  /** `isLeft`: the user is elsewhere by now, and the focus stays there. */
  readonly onDone: (isLeft: boolean) => void;
  readonly onNext: (isBack: boolean) => void;
}

/**
 * Edits one value in place: Enter and leaving save, Tab saves and goes on, Esc leaves it as it was. When somebody else
 * has changed it meanwhile, what is written stays, and its user decides.
 */
export function CellEdit({ entity, name, field, record, onDone, onNext }: CellEditProps) {
  useNoteEditing(record.id);
  const edited = useEditedValue(entity, name, field, record);
  const { value, setValue, theirs } = edited;
  const [problem, setProblem] = useState<string | null>(null);
  const commit = useCommit();
  const isSettled = useRef(false);
  const box = useRef<HTMLDivElement>(null);
  const choice = useRef<HTMLButtonElement>(null);
  const done = () => onDone(box.current?.contains(document.activeElement) !== true);
  const label = fieldLabel(name, field);

  const save = async (then: () => void, intention: Intention | null = edited.intention()) => {
    if (isSettled.current) return;
    isSettled.current = true;
    if (intention === null) return then();
    const result = await commit([intention], `${label} changed`);
    if (result.ok) return then();
    isSettled.current = false;
    setProblem(sentences(result.error));
  };
  const leave = (then: () => void) => {
    if (theirs === undefined) void save(then);
    else choice.current?.focus();
  };
  const latest = useRef({ theirs, save });
  useEffect(() => {
    latest.current = { theirs, save };
  });
  // The row went out of sight before its user has decided: what is written goes to be judged as what it is.
  useEffect(() => () => void (latest.current.theirs !== undefined && latest.current.save(() => undefined)), []);
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
        } else if (event.target instanceof Element && event.target.closest('button') && theirs !== undefined) {
          // Keys of the choice.
        } else if (event.key === 'Enter' && field.kind !== 'longText') {
          event.preventDefault();
          leave(done);
        } else if (event.key === 'Tab') {
          event.preventDefault();
          leave(() => onNext(event.shiftKey));
        }
      }}
      onBlur={(event) => {
        if (event.currentTarget.contains(event.relatedTarget) || theirs !== undefined) return;
        void save(done);
      }}
      onDoubleClick={(event) => event.stopPropagation()}
    >
      <Editor
        key={edited.editorKey}
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
          if (theirs === undefined) void save(done, edited.intention(chosen));
        }}
      />
      {entity.views.unique?.includes(name) && theirs === undefined && (
        <div className="absolute top-full left-0 z-30 mt-1 w-max max-w-66 max-sm:max-w-full rounded-control bg-raised px-2 whitespace-normal empty:hidden">
          <UniqueHint entity={entity} name={name} value={value} except={record.id} />
        </div>
      )}
      {problem !== null && theirs === undefined && (
        <p
          id={problemId}
          role="alert"
          className="absolute top-full left-0 z-30 mt-1 w-max max-w-66 max-sm:max-w-full rounded-control border border-bad bg-raised px-2 py-1 text-label whitespace-normal text-bad"
        >
          {problem}
        </p>
      )}
      {theirs !== undefined && (
        <MeanwhileNotice
          entity={entity}
          name={name}
          field={field}
          theirs={theirs}
          choice={choice}
          onMine={() => void save(done, edited.keepMine())}
          onTheirs={() => {
            isSettled.current = true;
            done();
          }}
        />
      )}
    </div>
  );
}
