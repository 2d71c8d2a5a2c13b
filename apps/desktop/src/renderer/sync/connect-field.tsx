import { useId } from 'react';

interface ConnectFieldProps {
  readonly label: string;
  readonly name: string;
  readonly type?: 'text' | 'url' | 'email' | 'password';
  readonly placeholder?: string;
  readonly autoComplete: string;
  readonly value: string;
  readonly problem: string | undefined;
  readonly onChange: (value: string) => void;
}

/** A line to type in under its label, with what is wrong with it. */
export function ConnectField({ label, type = 'text', problem, onChange, ...rest }: ConnectFieldProps) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-label font-medium text-soft">
        {label}
      </label>
      <input
        id={id}
        className="control"
        type={type}
        spellCheck={false}
        autoCapitalize="none"
        aria-invalid={problem !== undefined}
        aria-describedby={`${id}-problem`}
        onChange={(event) => onChange(event.target.value)}
        {...rest}
      />
      <p id={`${id}-problem`} role="alert" className="text-label text-bad empty:hidden">
        {problem}
      </p>
    </div>
  );
}
