/* oxlint-disable jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/no-autofocus -- Mod+Enter saves; a dialog starts in its first field */
import { type FieldDefinitions, type FieldValue, type FieldValues, isEmptyValue, type Refusal } from '@satchel/core';
import { type ReactNode, useId, useRef } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { Editor, isEditable } from '../fields/editor.tsx';
import { fieldLabel } from '../format/values.ts';
import { Button } from '../ui/button.tsx';
import { type PlacedRefusal, RefusalSummary } from './refusal-summary.tsx';

/** Fields of one record, or questions that are like fields. */
export interface FormPart {
  /** Parts of the same name ask for the same record. */
  readonly name: string;
  readonly heading?: string;
  readonly definitions: FieldDefinitions;
  readonly fields: readonly string[];
  readonly initial: FieldValues;
  readonly refusals: readonly Refusal[];
  /** Stands under a field and follows what is typed. */
  readonly hint?: (name: string, value: FieldValue) => ReactNode;
}

/** What was filled in, by the name of the part. */
export type FormValues = Readonly<Record<string, FieldValues>>;

interface RecordFormProps {
  readonly parts: readonly FormPart[];
  /** Refusals that are about no part. */
  readonly refusals: readonly Refusal[];
  readonly submitLabel: string;
  readonly isBusy: boolean;
  readonly onSubmit: (values: FormValues) => void;
  readonly onCancel: () => void;
}

/** A form over any fields. It never judges: refusals come from the backend, to the field and as a summary. */
export function RecordForm(props: RecordFormProps) {
  const { parts, onSubmit, onCancel } = props;
  const prefix = useId();
  const form = useRef<HTMLFormElement>(null);
  const { control, getValues, handleSubmit } = useForm<Record<string, Record<string, unknown>>>({
    defaultValues: Object.fromEntries(parts.map(({ name, initial }) => [name, { ...initial }])),
  });
  const shown = parts.map((part) => ({
    ...part,
    fields: part.fields.filter((name) => isEditable(part.definitions[name])),
  }));
  const idOf = (part: FormPart, name: string): string => `${prefix}-${part.name}-${name}`;
  const submit = handleSubmit((values) => {
    const filled: Record<string, Record<string, FieldValue>> = {};
    for (const part of shown) {
      const ofPart = filled[part.name] ?? {};
      for (const name of part.fields) {
        const value = asFieldValue(values[part.name]?.[name]);
        if (!isEmptyValue(value)) ofPart[name] = value;
      }
      filled[part.name] = ofPart;
    }
    onSubmit(filled);
  });
  const placed: readonly PlacedRefusal[] = [
    ...props.refusals.map((refusal) => ({ refusal, field: null })),
    ...[...new Map(shown.map((part) => [part.name, part])).values()].flatMap((part) =>
      part.refusals.map((refusal) => {
        // What the form does not ask has no control to go to.
        const isAsked = shown.some(({ name, fields }) => name === part.name && fields.includes(refusal.field ?? ''));
        return { refusal, field: isAsked ? fieldOf(part, refusal, idOf) : null };
      }),
    ),
  ];
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
        <RefusalSummary refusals={placed} />
        {shown.map((part, partIndex) => (
          <section
            key={`${part.name}-${part.heading ?? ''}`}
            aria-label={part.heading}
            className={partIndex === 0 ? 'flex flex-col gap-3' : 'flex flex-col gap-3 border-t pt-3'}
          >
            {part.heading !== undefined && <h3 className="font-semibold">{part.heading}</h3>}
            {part.fields.map((name, index) => {
              const field = part.definitions[name];
              if (!field) return null;
              const id = idOf(part, name);
              const problems = part.refusals.filter((refusal) => refusal.field === name);
              return (
                <div key={name} className="flex flex-col gap-1">
                  <label htmlFor={id} className="text-label font-medium text-soft">
                    {fieldLabel(name, field)}
                    {field.required === true && field.initial === undefined && field.help === undefined && (
                      <span className="text-faint"> (needed)</span>
                    )}
                  </label>
                  <Controller
                    control={control}
                    name={`${part.name}.${name}`}
                    render={({ field: bound }) => (
                      <>
                        <Editor
                          id={id}
                          label={fieldLabel(name, field)}
                          field={field}
                          value={asFieldValue(bound.value)}
                          onChange={bound.onChange}
                          isInvalid={problems.length > 0}
                          describedBy={`${id}-problem`}
                          autoFocus={partIndex === 0 && index === 0}
                          beside={() => ({
                            definitions: part.definitions,
                            values: asFieldValues(getValues(part.name)),
                          })}
                        />
                        {part.hint?.(name, asFieldValue(bound.value))}
                      </>
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
          </section>
        ))}
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

function fieldOf(
  part: FormPart,
  { field: name }: Refusal,
  idOf: (part: FormPart, name: string) => string,
): PlacedRefusal['field'] {
  const field = name === undefined ? undefined : part.definitions[name];
  return name === undefined || !field ? null : { id: idOf(part, name), label: fieldLabel(name, field) };
}

// react-hook-form keeps values as unknown; what the editors give is JSON.
const asFieldValue = (value: unknown): FieldValue => (value === undefined ? null : (value as FieldValue));
const asFieldValues = (values: Record<string, unknown> | undefined): FieldValues =>
  Object.fromEntries(Object.entries(values ?? {}).map(([name, value]) => [name, asFieldValue(value)]));
