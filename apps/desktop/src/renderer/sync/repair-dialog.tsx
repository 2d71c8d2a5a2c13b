import { emptyValue, type FieldValue, type FieldValues, type Intention, type Refusal } from '@satchel/core';
import { useState } from 'react';
import { toast } from 'sonner';
import type { AttentionItem } from '../../shared/api.ts';
import { answered } from '../data/answered.ts';
import { useBackend } from '../data/backend.tsx';
import { useUndo } from '../data/commit.ts';
import { entityNamed } from '../data/model.ts';
import { isEditable } from '../fields/editor.tsx';
import { type FormPart, type FormValues, RecordForm } from '../forms/record-form.tsx';
import { Dialog } from '../ui/dialog.tsx';

interface RepairDialogProps {
  readonly title: string;
  /** What is in the way, or what becomes of it. */
  readonly why: string;
  readonly submitLabel: string;
  readonly done: string;
  readonly item: AttentionItem;
  /** What is to be made, as far as nobody changes it here. */
  readonly intentions: readonly Intention[];
  readonly onClose: () => void;
}

/** What was typed, to be corrected, with what the server has under each field. */
export function RepairDialog({ title, why, submitLabel, done, item, intentions, onClose }: RepairDialogProps) {
  const backend = useBackend();
  const undo = useUndo();
  const [refusals, setRefusals] = useState<readonly Refusal[]>([]);
  const [isBusy, setBusy] = useState(false);
  const parts = intentions.flatMap((intention) => partOf(intention, item, refusals));
  const isPlaced = (refusal: Refusal): boolean => parts.some((part) => part.refusals.includes(refusal));
  const submit = async (values: FormValues) => {
    setBusy(true);
    const result = await answered(
      backend.call('sync.repair', {
        change: item.change,
        intentions: intentions.map((intention) => filledIn(intention, values[intention.id] ?? {})),
        label: done,
      }),
    );
    setBusy(false);
    if (!result.ok) return setRefusals(result.error);
    const { id } = result.value;
    toast(done, { action: { label: 'Undo', onClick: () => void undo(id) } });
    onClose();
  };
  return (
    <Dialog title={title} description={why} isOpen onClose={onClose}>
      <RecordForm
        parts={parts}
        refusals={refusals.filter((refusal) => !isPlaced(refusal))}
        submitLabel={submitLabel}
        isBusy={isBusy}
        onSubmit={(values) => void submit(values)}
        onCancel={onClose}
      />
    </Dialog>
  );
}

/** An edit asks for what it changed; a new record also for the rest of its form. */
function fieldsOf(intention: Intention): readonly string[] {
  const entity = entityNamed(intention.entity);
  if (!entity || !('fields' in intention)) return [];
  const asked = intention.kind === 'create' ? entity.views.form : [];
  return [...new Set([...Object.keys(intention.fields), ...asked])].filter((name) => isEditable(entity.fields[name]));
}

function partOf(intention: Intention, item: AttentionItem, refusals: readonly Refusal[]): readonly FormPart[] {
  const entity = entityNamed(intention.entity);
  if (!entity || !('fields' in intention)) return [];
  const edit = item.edits.find((one) => one.intention.id === intention.id);
  const heldByField = new Map(edit?.lines.map(({ field, held }) => [field, held]));
  return [
    {
      name: intention.id,
      ...(item.edits.length > 1 ? { heading: `${entity.label}${edit ? `: ${edit.title}` : ''}` } : {}),
      definitions: entity.fields,
      fields: fieldsOf(intention),
      initial: intention.fields,
      refusals: refusals.filter(({ record }) => record === intention.id),
      hint: (name) => {
        const held = heldByField.get(name);
        return held === undefined ? null : (
          <p className="text-label break-words text-soft">The server has: {held ?? 'nothing'}</p>
        );
      },
    },
  ];
}

/** What the form does not ask stays as it was. What it left empty is made empty, of a new record not named. */
function filledIn(intention: Intention, values: FieldValues): Intention {
  if (!('fields' in intention)) return intention;
  const entity = entityNamed(intention.entity);
  const fields: Record<string, FieldValue> = { ...intention.fields };
  for (const name of fieldsOf(intention)) {
    const value = values[name];
    const kind = entity?.fields[name]?.kind;
    if (value !== undefined) fields[name] = value;
    else if (intention.kind === 'update' && kind) fields[name] = emptyValue(kind);
    else delete fields[name];
  }
  return { ...intention, fields };
}
