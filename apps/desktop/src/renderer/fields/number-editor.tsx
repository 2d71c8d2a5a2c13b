import clsx from 'clsx';
import { useState } from 'react';
import { decimalMark, readNumber, writeNumber } from '../format/read-number.ts';
import { locale } from '../format/values.ts';
import { controlProps, type EditorProps } from './editor-props.ts';

const mark = decimalMark(locale);

/** Keeps what was typed; what is no number travels as text, so that the backend can say what is wrong with it. */
export function NumberEditor(props: EditorProps) {
  const { value, onChange, field } = props;
  const unit = field.kind === 'number' ? field.unit : undefined;
  const [text, setText] = useState(
    typeof value === 'number' ? writeNumber(value, mark) : typeof value === 'string' ? value : '',
  );
  return (
    <span className="relative block w-full">
      <input
        {...controlProps(props)}
        className={clsx('control text-right', unit !== undefined && 'pr-9!')}
        inputMode="decimal"
        autoComplete="off"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          const isEmpty = event.target.value.trim() === '';
          onChange(isEmpty ? null : (readNumber(event.target.value, mark) ?? event.target.value));
        }}
      />
      {unit !== undefined && (
        <span aria-hidden className="pointer-events-none absolute inset-y-0 right-2 flex items-center text-faint">
          {unit}
        </span>
      )}
    </span>
  );
}
