import { phoneCountries } from '@satchel/core';
import { locale } from '../format/values.ts';

const names = new Intl.DisplayNames(locale, { type: 'region' });
const options = phoneCountries
  .map((code) => ({ code, name: names.of(code) ?? code }))
  .toSorted((a, b) => a.name.localeCompare(b.name, locale));

/** Any country that phone numbers can be of, by its name in the user's language. */
export function CountrySelect({
  id,
  className = 'control',
  value,
  onChange,
}: {
  id?: string;
  className?: string;
  value: string;
  onChange: (code: string) => void;
}) {
  return (
    <select id={id} className={className} value={value} onChange={(event) => onChange(event.target.value)}>
      {options.map(({ code, name }) => (
        <option key={code} value={code}>
          {name}
        </option>
      ))}
    </select>
  );
}
