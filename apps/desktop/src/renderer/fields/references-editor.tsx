import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTitles } from '../data/queries.ts';
import { textsOf } from './cell.tsx';
import type { EditorProps } from './editor-props.ts';
import { RecordPicker } from './record-picker.tsx';

export function ReferencesEditor(props: EditorProps) {
  const { value, onChange, field } = props;
  const target = 'target' in field ? field.target : '';
  const ids = textsOf(value);
  const titles = useTitles(target, ids).data;
  const latest = useRef(ids);
  useEffect(() => {
    latest.current = ids;
  });
  return (
    <div className="flex flex-col gap-1">
      {ids.length > 0 && (
        <div className="flex flex-wrap gap-1">
          {ids.map((id) => (
            <span key={id} className="inline-flex h-6 items-center gap-1 rounded-control border px-1.5 text-label">
              {titles?.[id] ?? '…'}
              <button
                type="button"
                className="-mr-1 inline-flex size-6 items-center justify-center"
                aria-label={`Remove ${titles?.[id] ?? 'this'}`}
                onClick={() => onChange(ids.filter((other) => other !== id))}
              >
                <X aria-hidden className="size-3" />
              </button>
            </span>
          ))}
        </div>
      )}
      <RecordPicker
        {...props}
        target={target}
        title={null}
        isAdding
        onPick={(picked) => picked && !ids.includes(picked.id) && onChange([...ids, picked.id])}
        onUnpick={(id) => onChange(latest.current.filter((other) => other !== id))}
      />
    </div>
  );
}
