import { controlProps, type EditorProps } from './editor-props.ts';

export function LongTextEditor(props: EditorProps) {
  const { value, onChange } = props;
  return (
    <textarea
      {...controlProps(props)}
      className="control"
      rows={3}
      value={typeof value === 'string' ? value : ''}
      onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)}
    />
  );
}
