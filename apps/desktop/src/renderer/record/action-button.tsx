import type { Entity, EntityAction, EntityRecord, FieldValues, Refusal } from '@satchel/core';
import { useState } from 'react';
import { useBackend } from '../data/backend.tsx';
import { newRecordId, useCommit } from '../data/commit.ts';
import { EntityIcon } from '../format/entity-icon.tsx';
import { titleOf } from '../format/values.ts';
import { RecordForm } from '../forms/record-form.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';

interface ActionButtonProps {
  readonly entity: Entity;
  readonly record: EntityRecord;
  readonly action: EntityAction;
}

/** Asks what the action asks, and commits its intentions as one change. */
export function ActionButton({ entity, record, action }: ActionButtonProps) {
  const backend = useBackend();
  const commit = useCommit();
  const [suggested, setSuggested] = useState<FieldValues | null>(null);
  const [refusals, setRefusals] = useState<readonly Refusal[]>([]);
  const [isBusy, setBusy] = useState(false);
  /** Records of the titles that this record names answer by themselves. */
  const open = async () => {
    const found: Record<string, string> = {};
    for (const [ask, field] of Object.entries(action.answeredByTitle ?? {})) {
      const definition = action.asks[ask];
      const title = record[field];
      if (definition?.kind !== 'reference' || typeof title !== 'string' || title === '') continue;
      const picked = await backend.call('records.pick', { entity: definition.target, text: title, limit: 20 });
      const same = picked.find((option) => option.title.toLowerCase() === title.toLowerCase());
      if (same) found[ask] = same.id;
    }
    setRefusals([]);
    setSuggested({ ...action.suggest(record), ...found });
  };
  const submit = async (answers: FieldValues) => {
    setBusy(true);
    const result = await commit(action.intentions(record, answers, newRecordId), action.done);
    setBusy(false);
    if (result.ok) setSuggested(null);
    else setRefusals(result.error);
  };
  const asked = Object.keys(action.asks);
  const isAsked = ({ field }: Refusal): boolean => field !== undefined && asked.includes(field);
  return (
    <>
      <Button look="primary" onClick={() => void open()}>
        <EntityIcon name={action.icon} />
        {action.label}
      </Button>
      {suggested && (
        <Dialog
          title={`${action.label} ${titleOf(record, entity.views.title, entity.label)}`}
          isOpen
          onClose={() => setSuggested(null)}
          widthPx={440}
        >
          <RecordForm
            parts={[
              {
                name: 'asks',
                definitions: action.asks,
                fields: asked,
                initial: suggested,
                refusals: refusals.filter(isAsked),
              },
            ]}
            refusals={refusals.filter((refusal) => !isAsked(refusal))}
            submitLabel={action.label}
            isBusy={isBusy}
            onSubmit={(values) => void submit(values['asks'] ?? {})}
            onCancel={() => setSuggested(null)}
          />
        </Dialog>
      )}
    </>
  );
}
