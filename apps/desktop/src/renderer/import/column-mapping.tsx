import type { Entity } from '@satchel/core';
import type { ColumnPlan } from '../../shared/api.ts';
import { fieldLabel } from '../format/values.ts';

interface ColumnMappingProps {
  readonly column: ColumnPlan;
  readonly entity: Entity;
  /** Those that a column can fill. */
  readonly fields: readonly string[];
  readonly onChange: (column: ColumnPlan) => void;
}

const dateFormats = [
  { format: 'iso', label: 'Year-month-day' },
  { format: 'mdy', label: 'Month/day/year' },
  { format: 'dmy', label: 'Day.month.year' },
  { format: 'ymd', label: 'Year/month/day' },
] as const;

/** A column of a file and the field that it fills. */
export function ColumnMapping({ column, entity, fields, onChange }: ColumnMappingProps) {
  const examples = column.examples.join(' · ');
  return (
    <tr className="border-b last:border-0">
      <td className="px-4 py-1 font-medium max-sm:pr-2">
        <span className="break-words">{column.column}</span>
        <span className="block max-w-32 truncate text-label font-normal text-faint sm:hidden">{examples}</span>
      </td>
      <td className="max-w-64 truncate px-4 py-1 text-soft max-sm:hidden">{examples}</td>
      <td className="px-4 py-1 max-sm:pl-0">
        <span className="flex flex-wrap gap-2">
          <select
            className="control w-44! max-sm:w-36!"
            aria-label={`${column.column} fills`}
            value={column.field ?? ''}
            onChange={({ target }) =>
              onChange({ ...column, field: target.value === '' ? null : target.value, dateFormat: null })
            }
          >
            <option value="">Leave it out</option>
            {fields.map((name) => (
              <option key={name} value={name}>
                {fieldLabel(name, entity.fields[name])}
              </option>
            ))}
          </select>
          {column.dateFormat !== null && (
            <select
              className="control w-36!"
              aria-label={`Dates of ${column.column}`}
              value={column.dateFormat}
              onChange={({ target }) => {
                const chosen = dateFormats.find(({ format }) => format === target.value);
                if (chosen) onChange({ ...column, dateFormat: chosen.format });
              }}
            >
              {dateFormats.map(({ format, label }) => (
                <option key={format} value={format}>
                  {label}
                </option>
              ))}
            </select>
          )}
        </span>
      </td>
    </tr>
  );
}
