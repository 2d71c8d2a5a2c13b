import { useTitles } from '../data/queries.ts';
import { textsOf } from './cell.tsx';
import type { EditorProps } from './editor-props.ts';
import { RecordPicker } from './record-picker.tsx';

export function ReferenceEditor(props: EditorProps) {
  const { value, onChange, onChosen, field } = props;
  const target = 'target' in field ? field.target : '';
  const ids = typeof value === 'string' ? [value] : textsOf(null);
  const titles = useTitles(target, ids).data;
  const title = typeof value === 'string' ? (titles?.[value] ?? '…') : null;
  return (
    <RecordPicker
      {...props}
      target={target}
      title={title}
      onPick={(picked) => (onChosen ?? onChange)(picked?.id ?? null)}
      onUnpick={() => !onChosen && onChange(null)}
    />
  );
}
