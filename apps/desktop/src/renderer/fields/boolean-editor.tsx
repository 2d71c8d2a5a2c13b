import { controlProps, type EditorProps } from './editor-props.ts';

export function BooleanEditor(props: EditorProps) {
  const { value, onChange } = props;
  return (
    <select
      {...controlProps(props)}
      className="control"
      value={value === true ? 'yes' : value === false ? 'no' : ''}
      onChange={(event) => onChange(event.target.value === '' ? null : event.target.value === 'yes')}
    >
      <option value="">–</option>
      <option value="yes">Yes</option>
      <option value="no">No</option>
    </select>
  );
}
