/* oxlint-disable jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/no-autofocus -- Mod+Enter saves; a dialog starts in its first field */
import { type Entity, type FieldValue, type FieldValues, isEmptyValue, type Refusal } from '@satchel/core';
import { useId, useRef } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { Editor, isEditable } from '../fields/editor.tsx';
import { fieldLabel } from '../format/values.ts';
import { Button } from '../ui/button.tsx';
import { RefusalSummary } from './refusal-summary.tsx';

interface RecordFormProps {
  readonly entity: Entity;
  readonly fields: readonly string[];
  readonly initial: FieldValues;
  readonly refusals: readonly Refusal[];
  readonly submitLabel: string;
  readonly isBusy: boolean;
  readonly onSubmit: (values: FieldValues) => void;
  readonly onCancel: () => void;
}

/** A form over any fields of any entity. It never judges: refusals come from the backend, to the field and as a summary. */
export function RecordForm(props: RecordFormProps) {
  const { entity, fields, initial, refusals, onSubmit, onCancel } = props;
  const prefix = useId();
  const form = useRef<HTMLFormElement>(null);
  const { control, handleSubmit } = useForm<Record<string, unknown>>({ defaultValues: { ...initial } });
  const shown = fields.filter((name) => isEditable(entity.fields[name]));
  const submit = handleSubmit((values) => {
    const filled: Record<string, FieldValue> = {};
    for (const name of shown) {
      const value = asFieldValue(values[name]);
      if (!isEmptyValue(value)) filled[name] = value;
    }
    onSubmit(filled);
  });
  return (
    <form
      ref={form}
      noValidate
      className="flex min-h-0 flex-col"
      onSubmit={(event) => void submit(event)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) form.current?.requestSubmit();
      }}
    >
      <div className="flex min-h-0 flex-col gap-3 overflow-y-auto p-4">
        <RefusalSummary refusals={refusals} fieldId={(name) => `${prefix}-${name}`} entity={entity} />
        {shown.map((name, index) => {
          const field = entity.fields[name];
          if (!field) return null;
          const id = `${prefix}-${name}`;
          const problems = refusals.filter((refusal) => refusal.field === name);
          return (
            <div key={name} className="flex flex-col gap-1">
              <label htmlFor={id} className="text-label font-medium text-soft">
                {fieldLabel(name, field)}
                {field.required === true && field.initial === undefined && (
                  <span className="text-faint"> (needed)</span>
                )}
              </label>
              <Controller
                control={control}
                name={name}
                render={({ field: bound }) => (
                  <Editor
                    id={id}
                    label={fieldLabel(name, field)}
                    field={field}
                    value={asFieldValue(bound.value)}
                    onChange={bound.onChange}
                    isInvalid={problems.length > 0}
                    describedBy={`${id}-problem`}
                    autoFocus={index === 0}
                  />
                )}
              />
              <div id={`${id}-problem`}>
                {problems.map((problem) => (
                  <p key={problem.code} className="text-label text-bad">
                    {problem.message}
                  </p>
                ))}
                {field.help !== undefined && <p className="text-label text-faint">{field.help}</p>}
              </div>
            </div>
          );
        })}
      </div>
      <footer className="flex justify-end gap-2 border-t px-4 py-3">
        <Button look="quiet" onClick={onCancel}>
          Cancel
        </Button>
        <Button type="submit" look="primary" disabled={props.isBusy}>
          {props.submitLabel}
        </Button>
      </footer>
    </form>
  );
}

// react-hook-form keeps values as unknown; what the editors give is JSON.
const asFieldValue = (value: unknown): FieldValue => (value === undefined ? null : (value as FieldValue));
