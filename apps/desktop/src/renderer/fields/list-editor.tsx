import { isPhoneCountry, parsePhone } from '@satchel/core';
import { X } from 'lucide-react';
import { useState } from 'react';
import { useStatus } from '../data/queries.ts';
import { phoneText } from '../format/values.ts';
import { textsOf } from './cell.tsx';
import { controlProps, type EditorProps } from './editor-props.ts';

/** E-mail addresses and phone numbers as chips: Enter, comma or leaving the box adds what was typed. */
export function ListEditor(props: EditorProps) {
  const { value, onChange, field, label } = props;
  const country = useStatus().data?.country ?? 'US';
  const [draft, setDraft] = useState('');
  const items = textsOf(value);
  const written = (item: string) => (field.kind === 'phones' ? phoneText(item) : item);
  const read = (text: string): string => {
    const trimmed = text.trim();
    if (field.kind === 'emails') return trimmed.toLowerCase();
    const phone = isPhoneCountry(country) ? parsePhone(trimmed, country) : undefined;
    return phone?.ok ? phone.value : trimmed;
  };
  const committed = items.filter((item) => item !== read(draft));
  const settle = () => {
    setDraft('');
  };
  return (
    <div className="control flex! h-auto! min-h-8 flex-wrap items-center gap-1 py-1! focus-within:outline-2 focus-within:outline-accent">
      {committed.map((item) => (
        <span key={item} className="inline-flex h-5 items-center gap-1 rounded-control border px-1.5 text-label">
          {written(item)}
          <button
            type="button"
            className="-mr-1 inline-flex size-6 items-center justify-center"
            aria-label={`Remove ${written(item)}`}
            onClick={() => onChange(items.filter((other) => other !== item))}
          >
            <X aria-hidden className="size-3" />
          </button>
        </span>
      ))}
      <input
        {...controlProps(props)}
        className="min-w-24 flex-1 bg-transparent outline-none"
        inputMode={field.kind === 'emails' ? 'email' : 'tel'}
        placeholder={committed.length === 0 ? `Add ${label.toLowerCase()}` : ''}
        autoComplete="off"
        value={draft}
        onChange={(event) => {
          const text = event.target.value;
          // What is being typed counts at once, so that saving never loses it.
          if (text.endsWith(',') || text.endsWith(';')) return settle();
          setDraft(text);
          onChange(text.trim() === '' ? committed : [...committed, read(text)]);
        }}
        onBlur={settle}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && draft.trim() !== '') {
            event.preventDefault();
            event.stopPropagation();
            settle();
          }
          if (event.key === 'Backspace' && draft === '') onChange(committed.slice(0, -1));
        }}
      />
    </div>
  );
}
