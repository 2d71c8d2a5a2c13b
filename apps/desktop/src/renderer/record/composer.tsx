import type { Entity, EntityRecord, FieldValues } from '@satchel/core';
import clsx from 'clsx';
import { useState } from 'react';
import { newRecordId, sentences, useCommit } from '../data/commit.ts';
import { entityNamed } from '../data/model.ts';
import { textsOf } from '../fields/cell.tsx';
import { EntityIcon } from '../format/entity-icon.tsx';
import { CreateDialog } from '../forms/create-dialog.tsx';
import { useShortcut } from '../shell/use-shortcut.ts';
import { Button } from '../ui/button.tsx';

const kinds = [
  { entity: 'note', textField: 'body', prompt: 'Write a note …' },
  { entity: 'comment', textField: 'body', prompt: 'Tell your colleagues …' },
  { entity: 'call', textField: null, prompt: '' },
  { entity: 'task', textField: 'title', prompt: 'What is to be done?' },
  { entity: 'interaction', textField: null, prompt: '' },
] as const;

/** Adds what belongs to a record. Short ones are written here; those with more fields open their form. */
export function Composer({ entity, record }: { entity: Entity; record: EntityRecord }) {
  const commit = useCommit();
  const offered = kinds.filter((kind) => linkField(kind.entity, entity.name) !== undefined);
  const writable = offered.filter(({ textField }) => textField !== null);
  const [chosen, setChosen] = useState<string | null>(null);
  const [text, setText] = useState('');
  const [dialog, setDialog] = useState<Entity | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useShortcut('n', () => document.getElementById('composer')?.focus());
  if (offered.length === 0) return null;
  const kind = writable.find((option) => option.entity === chosen) ?? writable[0];
  const target = kind && entityNamed(kind.entity);
  const save = async () => {
    if (!target || !kind?.textField || text.trim() === '') return;
    const fields = { ...linksFor(target, entity, record), [kind.textField]: text.trim() };
    const result = await commit(
      [{ kind: 'create', entity: target.name, id: newRecordId(), fields }],
      `${target.label} added`,
    );
    if (result.ok) setText('');
    setProblem(result.ok ? null : sentences(result.error));
  };
  return (
    <div className="card p-2">
      <div role="toolbar" aria-label="Add" className="flex flex-wrap gap-1">
        {offered.map((option) => {
          const other = entityNamed(option.entity);
          if (!other) return null;
          const isChosen = option === kind;
          return (
            <Button
              key={option.entity}
              look="quiet"
              aria-pressed={option.textField === null ? undefined : isChosen}
              className={clsx(isChosen && 'bg-hover text-ink!')}
              onClick={() => (option.textField === null ? setDialog(other) : setChosen(option.entity))}
            >
              <EntityIcon name={other.icon} />
              {other.label}
            </Button>
          );
        })}
      </div>
      {kind && target && (
        <>
          <textarea
            id="composer"
            aria-label={target.label}
            placeholder={kind.prompt}
            rows={2}
            className="mt-1 w-full resize-y rounded-control bg-transparent px-2 py-1"
            value={text}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) void save();
            }}
          />
          {problem !== null && (
            <p role="alert" className="px-2 text-bad">
              {problem}
            </p>
          )}
          <div className="flex justify-end">
            <Button look="primary" disabled={text.trim() === ''} onClick={() => void save()}>
              Save {target.label.toLowerCase()}
            </Button>
          </div>
        </>
      )}
      {dialog && (
        <CreateDialog entity={dialog} preset={linksFor(dialog, entity, record)} onClose={() => setDialog(null)} />
      )}
    </div>
  );
}

/** The field of one entity that refers to another and makes it visible with it. */
const linkField = (name: string, to: string): string | undefined => {
  const entity = entityNamed(name);
  return entity?.visibleWith?.find((field) => {
    const definition = entity.fields[field];
    return definition?.kind === 'reference' && definition.target === to;
  });
};

function linksFor(target: Entity, entity: Entity, record: EntityRecord): FieldValues {
  const link = linkField(target.name, entity.name);
  const links: Record<string, string> = link ? { [link]: record.id } : {};
  // A call about a deal is also with the deal's company and its first contact.
  const company = record['company'];
  const contact = record['contact'] ?? textsOf(record['contacts'])[0];
  if (isLink(target, 'company', link) && isLink(entity, 'company') && typeof company === 'string') {
    links['company'] = company;
  }
  if (isLink(target, 'contact', link) && typeof contact === 'string') links['contact'] = contact;
  return links;
}

const isLink = (entity: Entity, field: string, except?: string): boolean =>
  field !== except && entity.fields[field]?.kind === 'reference';
