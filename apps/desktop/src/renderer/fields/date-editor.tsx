import { controlProps, type EditorProps } from './editor-props.ts';

export function DateEditor(props: EditorProps) {
  const { value, onChange } = props;
  return (
    <input
      {...controlProps(props)}
      className="control"
      type="date"
      value={typeof value === 'string' ? value : ''}
      onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)}
    />
  );
}

export function InstantEditor(props: EditorProps) {
  const { value, onChange } = props;
  return (
    <input
      {...controlProps(props)}
      className="control"
      type="datetime-local"
      value={typeof value === 'number' ? localText(value) : ''}
      onChange={(event) => {
        const ms = new Date(event.target.value).getTime();
        onChange(Number.isNaN(ms) ? null : ms);
      }}
    />
  );
}

function localText(ms: number): string {
  const offsetMs = new Date(ms).getTimezoneOffset() * 60_000;
  return new Date(ms - offsetMs).toISOString().slice(0, 16);
}
