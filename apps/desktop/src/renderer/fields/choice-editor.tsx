import { choiceLabel } from '../format/values.ts';
import { controlProps, type EditorProps } from './editor-props.ts';

export function ChoiceEditor(props: EditorProps) {
  const { value, onChange, field } = props;
  const choices = field.kind === 'choice' ? field.choices : [];
  const isEmptyOffered = field.required !== true || typeof value !== 'string';
  return (
    <select
      {...controlProps(props)}
      className="control"
      value={typeof value === 'string' ? value : ''}
      onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)}
    >
      {isEmptyOffered && <option value="">–</option>}
      {choices.map((choice) => (
        <option key={choice} value={choice}>
          {choiceLabel(field, choice)}
        </option>
      ))}
    </select>
  );
}
