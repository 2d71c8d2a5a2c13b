import clsx from 'clsx';
import { useId } from 'react';

interface SegmentsProps<V extends string> {
  readonly label: string;
  readonly options: readonly { readonly value: V; readonly label: string }[];
  readonly value: V;
  readonly onChange: (value: V) => void;
  /** Where what stands beside it says enough to who sees it. */
  readonly isLabelHidden?: boolean;
}

/** One of a few, all in sight. */
export function Segments<V extends string>({
  label,
  options,
  value,
  onChange,
  isLabelHidden = false,
}: SegmentsProps<V>) {
  const name = useId();
  return (
    <fieldset className="flex flex-wrap items-center gap-2">
      <legend className={isLabelHidden ? 'sr-only' : 'mb-1 text-label font-medium text-soft'}>{label}</legend>
      <div className="inline-flex flex-wrap rounded-control border border-line-strong">
        {options.map((option) => (
          <label
            key={option.value}
            className={clsx(
              'flex h-7 cursor-pointer items-center px-3 first:rounded-l-control last:rounded-r-control has-focus-visible:outline-2 has-focus-visible:outline-accent',
              option.value === value ? 'bg-accent font-medium text-accent-ink' : 'hover:bg-hover',
            )}
          >
            <input
              type="radio"
              name={name}
              className="sr-only"
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            {option.label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
