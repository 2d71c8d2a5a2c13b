import type { Condition, Entity } from '@satchel/core';
import { useState } from 'react';
import { shownFields } from '../data/model.ts';
import { FilterControl } from '../fields/filter-control.tsx';
import { fieldLabel } from '../format/values.ts';
import { Button } from '../ui/button.tsx';
import { operatorsOf, type Part } from './where-parts.ts';

interface FilterFormProps {
  readonly entity: Entity;
  readonly part: Part | null;
  readonly onApply: (part: Part) => void;
}

/** Field, operator by its kind, value. */
export function FilterForm({ entity, part, onApply }: FilterFormProps) {
  const fields = fieldsToAsk(entity);
  const [name, setName] = useState(part?.condition.field ?? entity.views.list[0] ?? '');
  const field = entity.fields[name];
  const operators = field ? operatorsOf(field) : [];
  const [choice, setChoice] = useState(part ? `${part.condition.op}:${part.isNot}` : '');
  const operator = operators.find(({ op, isNot }) => `${op}:${isNot}` === choice) ?? operators[0];
  const [condition, setCondition] = useState<Condition | null>(part?.condition ?? null);
  if (!field || !operator) return null;
  const complete: Condition | null =
    operator.op === 'empty'
      ? { field: name, op: 'empty' }
      : condition?.field === name && condition.op === operator.op
        ? condition
        : null;
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (complete) onApply({ condition: complete, isNot: operator.isNot });
      }}
    >
      <select
        className="control"
        aria-label="Field"
        value={name}
        onChange={(event) => {
          setName(event.target.value);
          setChoice('');
          setCondition(null);
        }}
      >
        {fields.map((option) => (
          <option key={option} value={option}>
            {fieldLabel(option, entity.fields[option])}
          </option>
        ))}
      </select>
      <select
        className="control"
        aria-label="Condition"
        value={`${operator.op}:${operator.isNot}`}
        onChange={(event) => {
          setChoice(event.target.value);
          setCondition(null);
        }}
      >
        {operators.map(({ op, isNot, words }) => (
          <option key={`${op}:${isNot}`} value={`${op}:${isNot}`}>
            {words}
          </option>
        ))}
      </select>
      <FilterControl
        key={`${name}:${operator.op}`}
        label={fieldLabel(name, field)}
        field={field}
        name={name}
        op={operator.op}
        condition={condition}
        onChange={setCondition}
      />
      <Button type="submit" look="primary" disabled={complete === null}>
        Apply
      </Button>
    </form>
  );
}

/** What people see of a record comes first, what the system notes last. */
function fieldsToAsk(entity: Entity): readonly string[] {
  const { title, list, form } = entity.views;
  const all = shownFields(entity).filter((name) => entity.fields[name]?.kind !== 'json');
  return [...new Set([title, ...list, ...form, ...all])].filter((name) => all.includes(name));
}
