import { isCurrency } from '@satchel/core';
import { useId, useState } from 'react';
import type { ImportOptions } from '../../shared/api.ts';
import { CountrySelect } from '../ui/country-select.tsx';

interface PlanOptionsProps {
  readonly options: Required<ImportOptions>;
  readonly onChange: (options: Required<ImportOptions>) => void;
}

/** How numbers are written in all files, those of phones, too. */
export function PlanOptions({ options, onChange }: PlanOptionsProps) {
  const id = useId();
  const [currency, setCurrency] = useState(options.currency);
  const isKnown = isCurrency(currency);
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <label htmlFor={`${id}-currency`} className="flex items-center gap-2 text-soft">
        Currency
        <input
          id={`${id}-currency`}
          className="control w-16!"
          maxLength={3}
          value={currency}
          aria-invalid={!isKnown}
          aria-describedby={`${id}-problem`}
          onChange={({ target }) => {
            const given = target.value.toUpperCase();
            setCurrency(given);
            if (isCurrency(given)) onChange({ ...options, currency: given });
          }}
        />
      </label>
      <label htmlFor={`${id}-decimal`} className="flex items-center gap-2 text-soft">
        Decimals
        <select
          id={`${id}-decimal`}
          className="control w-auto!"
          value={options.decimal}
          onChange={({ target: { value } }) =>
            onChange({ ...options, decimal: value === '.' || value === ',' ? value : 'auto' })
          }
        >
          <option value="auto">Find out</option>
          <option value=".">1,234.56</option>
          <option value=",">1.234,56</option>
        </select>
      </label>
      <label htmlFor={`${id}-country`} className="flex items-center gap-2 text-soft">
        Phone numbers without a prefix are of
        <CountrySelect
          id={`${id}-country`}
          className="control w-44!"
          value={options.country}
          onChange={(country) => onChange({ ...options, country })}
        />
      </label>
      <span id={`${id}-problem`} className="text-bad">
        {isKnown ? '' : `“${currency}” is no currency: write three letters such as EUR.`}
      </span>
    </div>
  );
}
