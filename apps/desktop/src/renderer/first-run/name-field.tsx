import type { ReactNode } from 'react';

/** A control under its label. */
export function Field({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child
    <label className="flex flex-col gap-1">
      <span className="text-label font-medium text-soft">{label}</span>
      {children}
    </label>
  );
}

interface NameFieldProps {
  readonly label: string;
  readonly name: string;
  readonly autoComplete?: string;
  readonly value: string;
  readonly problem: string | undefined;
  readonly onChange: (value: string) => void;
}

/** A name that must not be empty, with what is wrong with it. */
export function NameField({ label, name, autoComplete = 'off', value, problem, onChange }: NameFieldProps) {
  return (
    <div className="flex flex-col gap-1">
      <Field label={label}>
        <input
          className="control"
          name={name}
          maxLength={100}
          autoComplete={autoComplete}
          aria-invalid={problem !== undefined}
          aria-describedby={`${name}-problem`}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      </Field>
      <p id={`${name}-problem`} role="alert" className="text-label text-bad empty:hidden">
        {problem}
      </p>
    </div>
  );
}
