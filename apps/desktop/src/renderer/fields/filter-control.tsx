import {
  type Condition,
  type FieldDefinition,
  type FieldKind,
  namedRelativeDates,
  parseAmount,
  type WhereOp,
  type WhereValue,
} from '@satchel/core';
import type { ReactNode } from 'react';
import { useStatus } from '../data/queries.ts';
import { choiceLabel, wordsOf } from '../format/values.ts';
import { ReferencesEditor } from './references-editor.tsx';

export interface FilterControlProps {
  readonly label: string;
  readonly field: FieldDefinition;
  readonly name: string;
  readonly op: WhereOp;
  readonly condition: Condition | null;
  /** Null while the value is not complete. */
  readonly onChange: (condition: Condition | null) => void;
}

/** What asks for the value of a condition, by the field's kind. */
const controlByKind: Readonly<Record<FieldKind, (props: FilterControlProps) => ReactNode>> = {
  text: (props) => <TextValue {...props} />,
  longText: () => null,
  number: (props) => <NumberValue {...props} />,
  boolean: (props) => <BooleanValue {...props} />,
  date: (props) => <DateValue {...props} />,
  instant: (props) => <DateValue {...props} />,
  money: (props) => <MoneyValue {...props} />,
  choice: (props) => <ChoiceValue {...props} />,
  reference: (props) => <ReferenceValue {...props} />,
  references: (props) => <ReferenceValue {...props} />,
  emails: (props) => <TextValue {...props} />,
  phones: (props) => <TextValue {...props} />,
  url: (props) => <TextValue {...props} />,
  orderKey: () => null,
  serial: (props) => <TextValue {...props} />,
  json: () => null,
};

export const FilterControl = (props: FilterControlProps): ReactNode =>
  props.op === 'empty' ? null : controlByKind[props.field.kind](props);

/** A condition from what the controls gave, in the shape that its operator needs. */
function conditionOf(field: string, op: WhereOp, values: readonly WhereValue[]): Condition | null {
  const [value] = values;
  if (op === 'in' || op === 'all') return values.length === 0 ? null : { field, op, value: values };
  if (value === undefined) return null;
  if (op === 'eq' || op === 'neq') return { field, op, value };
  if ((op === 'contains' || op === 'starts_with') && typeof value === 'string') return { field, op, value };
  const isOrder = op === 'gt' || op === 'gte' || op === 'lt' || op === 'lte';
  if (isOrder && (typeof value === 'string' || typeof value === 'number')) return { field, op, value };
  return null;
}

const valuesOf = (condition: Condition | null): readonly (string | number | boolean)[] => {
  if (!condition || !('value' in condition) || condition.op === 'within') return [];
  const { value } = condition;
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.filter(isWhereValue);
};

const isWhereValue = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

function TextValue({ label, name, op, condition, onChange }: FilterControlProps) {
  const isMany = op === 'in' || op === 'all';
  return (
    <input
      className="control"
      aria-label={`${label}: value`}
      placeholder={isMany ? 'Values, separated by commas' : 'Value'}
      defaultValue={valuesOf(condition).join(', ')}
      onChange={(event) => {
        const text = event.target.value.trim();
        const values = isMany ? text.split(',').map((part) => part.trim()) : [text];
        onChange(
          conditionOf(
            name,
            op,
            values.filter((part) => part !== ''),
          ),
        );
      }}
    />
  );
}

function NumberValue({ label, name, op, condition, onChange }: FilterControlProps) {
  return (
    <input
      className="control"
      inputMode="decimal"
      aria-label={`${label}: value`}
      placeholder={op === 'in' ? 'Numbers, separated by commas' : 'Number'}
      defaultValue={valuesOf(condition).join(', ')}
      onChange={(event) => {
        const texts = op === 'in' ? event.target.value.split(',') : [event.target.value];
        const values = texts.filter((text) => text.trim() !== '').map(Number);
        onChange(values.some(Number.isNaN) ? null : conditionOf(name, op, values));
      }}
    />
  );
}

function MoneyValue({ label, name, op, onChange }: FilterControlProps) {
  const currency = useStatus().data?.currency ?? 'USD';
  return (
    <input
      className="control"
      inputMode="decimal"
      aria-label={`${label}: value`}
      placeholder={`Amount in ${currency}`}
      onChange={(event) => {
        const amount = parseAmount(event.target.value, { currency });
        onChange(amount.ok ? conditionOf(name, op, [amount.value.minor]) : null);
      }}
    />
  );
}

function BooleanValue({ label, name, op, condition, onChange }: FilterControlProps) {
  const [value] = valuesOf(condition);
  return (
    <select
      className="control"
      aria-label={`${label}: value`}
      value={value === true ? 'yes' : value === false ? 'no' : ''}
      onChange={(event) =>
        onChange(event.target.value === '' ? null : conditionOf(name, op, [event.target.value === 'yes']))
      }
    >
      <option value="">Choose</option>
      <option value="yes">Yes</option>
      <option value="no">No</option>
    </select>
  );
}

function DateValue({ label, name, op, condition, onChange }: FilterControlProps) {
  if (op === 'within') {
    const value = condition?.op === 'within' && typeof condition.value === 'string' ? condition.value : '';
    return (
      <select
        className="control"
        aria-label={`${label}: value`}
        value={value}
        onChange={(event) => {
          const chosen = namedRelativeDates.find((relative) => relative === event.target.value);
          onChange(chosen ? { field: name, op: 'within', value: chosen } : null);
        }}
      >
        <option value="">Choose</option>
        {namedRelativeDates.map((relative) => (
          <option key={relative} value={relative}>
            {wordsOf(relative)}
          </option>
        ))}
      </select>
    );
  }
  const [value] = valuesOf(condition);
  return (
    <input
      className="control"
      type="date"
      aria-label={`${label}: value`}
      defaultValue={typeof value === 'string' ? value : ''}
      onChange={(event) => onChange(conditionOf(name, op, event.target.value === '' ? [] : [event.target.value]))}
    />
  );
}

function ChoiceValue({ label, field, name, op, condition, onChange }: FilterControlProps) {
  const chosen = valuesOf(condition);
  const choices = field.kind === 'choice' ? field.choices : [];
  const isMany = op === 'in';
  return (
    <fieldset className="flex max-h-48 flex-col gap-0.5 overflow-y-auto">
      <legend className="sr-only">{label}: value</legend>
      {choices.map((choice) => (
        <label key={choice} className="flex h-7 items-center gap-2 rounded-control px-1 hover:bg-hover">
          <input
            type={isMany ? 'checkbox' : 'radio'}
            name={`filter-${name}`}
            className="accent-accent"
            checked={chosen.includes(choice)}
            onChange={(event) => {
              const others = isMany ? chosen.filter((other) => other !== choice) : [];
              onChange(conditionOf(name, op, event.target.checked ? [...others, choice] : others));
            }}
          />
          {choiceLabel(field, choice)}
        </label>
      ))}
    </fieldset>
  );
}

function ReferenceValue({ label, field, name, op, condition, onChange }: FilterControlProps) {
  const ids = valuesOf(condition).filter((value) => typeof value === 'string');
  const isMany = op === 'in' || op === 'all';
  return (
    <ReferencesEditor
      id={`filter-${name}`}
      label={`${label}: value`}
      field={field}
      value={ids}
      onChange={(value) => {
        const all = Array.isArray(value) ? value.filter((id) => typeof id === 'string') : [];
        onChange(conditionOf(name, op, isMany ? all : all.slice(-1)));
      }}
    />
  );
}
