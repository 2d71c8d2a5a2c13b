import { useState } from 'react';
import { controlProps, type EditorProps } from './editor-props.ts';

/** Keeps what was typed; what is no number travels as text, so that the backend can say what is wrong with it. */
export function NumberEditor(props: EditorProps) {
  const { value, onChange } = props;
  const [text, setText] = useState(typeof value === 'number' || typeof value === 'string' ? String(value) : '');
  return (
    <input
      {...controlProps(props)}
      className="control text-right"
      inputMode="decimal"
      autoComplete="off"
      value={text}
      onChange={(event) => {
        setText(event.target.value);
        const plain = event.target.value.trim().replace(/[\s']/g, '').replace(',', '.');
        const parsed = Number(plain);
        onChange(plain === '' ? null : Number.isNaN(parsed) ? event.target.value : parsed);
      }}
    />
  );
}
