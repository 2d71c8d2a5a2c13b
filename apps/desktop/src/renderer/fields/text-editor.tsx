import { controlProps, type EditorProps } from './editor-props.ts';

export function TextEditor(props: EditorProps) {
  const { value, onChange, field } = props;
  return (
    <input
      {...controlProps(props)}
      className="control"
      type="text"
      inputMode={field.kind === 'url' ? 'url' : 'text'}
      autoComplete="off"
      value={typeof value === 'string' ? value : ''}
      onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)}
    />
  );
}
