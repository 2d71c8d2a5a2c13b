/* oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the combo box keeps the focus and the keys (ARIA combobox pattern) */
import type { Entity, Picked } from '@satchel/core';
import clsx from 'clsx';
import { Popover } from 'radix-ui';
import { useId, useState } from 'react';
import { toast } from 'sonner';
import { newRecordId, sentences, useCommit } from '../data/commit.ts';
import { entityNamed } from '../data/model.ts';
import { useMay } from '../data/use-may.ts';
import { controlProps, type EditorProps } from './editor-props.ts';
import { useOffered } from './use-offered.ts';

interface RecordPickerProps extends EditorProps {
  readonly target: string;
  /** Of the record that is chosen now. */
  readonly title: string | null;
  readonly onPick: (picked: { readonly id: string } | null) => void;
  /** What was picked is not there: it was to be created, and that was refused. */
  readonly onUnpick: (id: string) => void;
  readonly isAdding?: boolean;
}

/** What needs no more than a name can be created where it is chosen. */
const isNamedOnly: ReadonlySet<string> = new Set(['tag', 'company', 'contact']);

/** A combo box over all records of an entity, searched by the backend while one types. */
export function RecordPicker(props: RecordPickerProps) {
  const { target, title, onPick, isAdding = false } = props;
  const isInPlace = props.onChosen !== undefined;
  const [text, setText] = useState<string | null>(isInPlace ? '' : null);
  const [marked, setMarked] = useState<number | null>(null);
  const listId = useId();
  const commit = useCommit();
  const may = useMay();
  const found = useOffered(props.field, target, text ?? '', props.beside?.());
  const entity = entityNamed(target);
  const isNew = (text ?? '').trim() !== '' && isNamedOnly.has(target) && entity !== undefined && may(entity, 'create');
  const hasExact = found.some((option) => option.title.toLowerCase() === (text ?? '').trim().toLowerCase());
  const options: readonly (Picked | 'create' | 'clear')[] = [
    ...found,
    ...(isNew && !hasExact ? (['create'] as const) : []),
    ...(title !== null && text === '' && props.field.required !== true ? (['clear'] as const) : []),
  ];
  // In place, what stands there is marked until somebody seeks or moves: Enter alone changes nothing.
  const own = found.findIndex(({ id }) => id === props.value);
  const active = marked ?? (isInPlace && text === '' ? own : 0);
  const isOpen = text !== null;
  const close = () => {
    setText(null);
    setMarked(null);
  };
  const choose = (option: Picked | 'create' | 'clear' | undefined) => {
    if (option === undefined) return;
    if (option === 'clear') onPick(null);
    else if (option !== 'create') onPick(option);
    else if (entity) create(entity, (text ?? '').trim());
    close();
  };
  /** It is chosen before it is kept, since the form may be sent at any moment; what is sent later is judged later. */
  const create = (made: Entity, name: string) => {
    const id = newRecordId();
    const created = commit(
      [{ kind: 'create', entity: target, id, fields: { [made.views.title]: name } }],
      `${made.label} “${name}” created`,
    );
    onPick({ id });
    void created.then((result) => {
      if (result.ok) return;
      toast.error(sentences(result.error));
      props.onUnpick(id);
    });
  };
  return (
    <Popover.Root open={isOpen} onOpenChange={(open) => !open && close()}>
      <Popover.Anchor asChild>
        <input
          {...controlProps(props)}
          role="combobox"
          aria-expanded={isOpen}
          aria-controls={listId}
          aria-autocomplete="list"
          {...(isOpen && options[active] !== undefined ? { 'aria-activedescendant': `${listId}-${active}` } : {})}
          className="control"
          autoComplete="off"
          placeholder={title ?? `${isAdding ? 'Add' : 'Choose'} ${entity?.label.toLowerCase() ?? ''}`}
          value={text ?? title ?? ''}
          onClick={() => !isOpen && setText('')}
          onFocus={(event) => event.target.select()}
          onChange={(event) => {
            // The title that stood there is not part of what is sought, also when it came while somebody typed.
            const typed = event.target.value;
            setText(text === null && title !== null && typed.startsWith(title) ? typed.slice(title.length) : typed);
            setMarked(0);
          }}
          onBlur={close}
          onKeyDown={(event) => {
            if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
              event.preventDefault();
              if (!isOpen) return setText('');
              const step = event.key === 'ArrowDown' ? 1 : -1;
              setMarked(Math.max(0, Math.min(options.length - 1, active + step)));
            } else if (event.key === 'Enter' && isOpen && options[active] !== undefined) {
              event.preventDefault();
              event.stopPropagation();
              choose(options[active]);
            } else if (event.key === 'Escape' && isOpen) {
              // Opened by the edit itself, it goes with it.
              if (!isInPlace || isAdding) event.stopPropagation();
              close();
            } else if (event.key === 'Backspace' && !isOpen && title !== null && !isAdding) onPick(null);
          }}
        />
      </Popover.Anchor>
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={4}
          onOpenAutoFocus={(event) => event.preventDefault()}
          onCloseAutoFocus={(event) => event.preventDefault()}
          className="z-60 max-h-64 w-(--radix-popover-trigger-width) min-w-56 overflow-y-auto rounded-card border bg-raised p-1"
        >
          <div role="listbox" id={listId} aria-label={props.label}>
            {options.length === 0 && <p className="px-2 py-1.5 text-faint">Nothing found</p>}
            {options.map((option, index) => (
              // biome-ignore lint/a11y/useFocusableInteractive: the combo box keeps the focus
              // biome-ignore lint/a11y/useKeyWithClickEvents: keys go through the combo box
              <div
                key={typeof option === 'string' ? option : option.id}
                id={`${listId}-${index}`}
                role="option"
                aria-selected={index === active}
                onPointerDown={(event) => event.preventDefault()}
                onMouseEnter={() => setMarked(index)}
                onClick={() => choose(option)}
                className={clsx('cursor-pointer truncate rounded-control px-2 py-1', index === active && 'bg-selected')}
              >
                {option === 'create' ? `Create “${(text ?? '').trim()}”` : option === 'clear' ? 'Remove' : option.title}
                {typeof option !== 'string' && option.detail !== null && (
                  <span className="ml-2 text-label text-faint">{option.detail}</span>
                )}
              </div>
            ))}
          </div>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
