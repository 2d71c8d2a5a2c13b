import type { Entity, FieldValue, FieldValues, Intention, Refusal } from '@satchel/core';
import { useMemo, useState } from 'react';
import { newRecordId, useCommit } from '../data/commit.ts';
import { entityNamed } from '../data/model.ts';
import { useWorkspace } from '../data/queries.ts';
import { Dialog } from '../ui/dialog.tsx';
import { type FormPart, type FormValues, RecordForm } from './record-form.tsx';
import { UniqueHint } from './unique-hint.tsx';

interface CreateDialogProps {
  readonly entity: Entity;
  /** How one is called here; default: the entity's own name. */
  readonly label?: string;
  readonly preset?: FieldValues;
  readonly onClose: () => void;
}

interface Refused {
  readonly refusals: readonly Refusal[];
  /** The id that the second record would have had. */
  readonly second: string | null;
}

const nothing: Refused = { refusals: [], second: null };

export function CreateDialog({ entity, label = entity.label, preset, onClose }: CreateDialogProps) {
  const commit = useCommit();
  const { me } = useWorkspace();
  const [refused, setRefused] = useState(nothing);
  const [isBusy, setBusy] = useState(false);
  const initial = useMemo(() => ({ ...initialValues(entity, me), ...preset }), [entity, me, preset]);
  const create = async (values: FormValues) => {
    setBusy(true);
    const second = Object.keys(values['second'] ?? {}).length > 0 ? newRecordId() : null;
    const intentions = createIntentions(entity, { ...preset, ...values['main'] }, second, values['second'] ?? {});
    const result = await commit(intentions, `${label} created`);
    setBusy(false);
    if (!result.ok) return setRefused({ refusals: result.error, second });
    onClose();
  };
  return (
    <Dialog title={`New ${label.toLowerCase()}`} isOpen onClose={onClose}>
      <RecordForm
        parts={formParts(entity, initial, refused)}
        refusals={[]}
        submitLabel="Create"
        isBusy={isBusy}
        onSubmit={(values) => void create(values)}
        onCancel={onClose}
      />
    </Dialog>
  );
}

/** The form of the entity; where it declares a second record, that record's fields stand after the first few. */
function formParts(entity: Entity, initial: FieldValues, { refusals, second }: Refused): readonly FormPart[] {
  const { form, formWith } = entity.views;
  const other = formWith && entityNamed(formWith.entity);
  const hint = (name: string, value: FieldValue) =>
    entity.views.unique?.includes(name) ? <UniqueHint entity={entity} name={name} value={value} /> : null;
  const main = {
    name: 'main',
    definitions: entity.fields,
    initial,
    refusals: refusals.filter(({ record }) => second === null || record !== second),
    hint,
  };
  if (!formWith || !other) return [{ ...main, fields: form }];
  const fields = form.filter((name) => name !== formWith.refers);
  const split = fields.indexOf(formWith.after) + 1;
  return [
    { ...main, fields: fields.slice(0, split) },
    {
      name: 'second',
      heading: formWith.label,
      definitions: other.fields,
      fields: formWith.fields,
      initial: {},
      refusals: refusals.filter(({ record }) => record === second),
    },
    { ...main, heading: 'More', fields: fields.slice(split) },
  ];
}

/** The second record comes first: what the first one is called may follow from it. */
function createIntentions(
  entity: Entity,
  fields: FieldValues,
  second: ReturnType<typeof newRecordId> | null,
  secondFields: FieldValues,
): readonly Intention[] {
  const id = newRecordId();
  const { formWith } = entity.views;
  if (!formWith || second === null) return [{ kind: 'create', entity: entity.name, id, fields }];
  return [
    { kind: 'create', entity: formWith.entity, id: second, fields: { ...secondFields, [formWith.refersBack]: id } },
    { kind: 'create', entity: entity.name, id, fields: { ...fields, [formWith.refers]: second } },
  ];
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
