import type { Entity, FieldValue, FieldValues, Refusal } from '@satchel/core';
import { useMemo, useState } from 'react';
import { newRecordId, useCommit } from '../data/commit.ts';
import { useWorkspace } from '../data/queries.ts';
import { Dialog } from '../ui/dialog.tsx';
import { RecordForm } from './record-form.tsx';

interface CreateDialogProps {
  readonly entity: Entity;
  readonly preset?: FieldValues;
  readonly onClose: () => void;
  readonly onCreated?: (id: string) => void;
}

const noRefusals: readonly Refusal[] = [];

export function CreateDialog({ entity, preset, onClose, onCreated }: CreateDialogProps) {
  const commit = useCommit();
  const { me } = useWorkspace();
  const [refusals, setRefusals] = useState(noRefusals);
  const [isBusy, setBusy] = useState(false);
  const initial = useMemo(() => ({ ...initialValues(entity, me), ...preset }), [entity, me, preset]);
  const create = async (fields: FieldValues) => {
    setBusy(true);
    const id = newRecordId();
    const result = await commit(
      [{ kind: 'create', entity: entity.name, id, fields: { ...preset, ...fields } }],
      `${entity.label} created`,
    );
    setBusy(false);
    if (!result.ok) return setRefusals(result.error);
    onClose();
    onCreated?.(id);
  };
  return (
    <Dialog title={`New ${entity.label.toLowerCase()}`} isOpen onClose={onClose}>
      <RecordForm
        entity={entity}
        fields={entity.views.form}
        initial={initial}
        refusals={refusals}
        submitLabel="Create"
        isBusy={isBusy}
        onSubmit={(fields) => void create(fields)}
        onCancel={onClose}
      />
    </Dialog>
  );
}

function initialValues(entity: Entity, me: string): FieldValues {
  const values: Record<string, FieldValue> = {};
  for (const name of entity.views.form) {
    const field = entity.fields[name];
    if (field?.initial !== undefined) values[name] = field.initial;
    else if (name === 'owner') values[name] = me;
  }
  return values;
}
