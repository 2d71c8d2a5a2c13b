import type { UnresolvedValue } from '../../shared/api.ts';
import { percentText, plural } from '../format/values.ts';

interface UnresolvedValuesProps {
  readonly values: readonly UnresolvedValue[];
  readonly onChange: (values: readonly UnresolvedValue[]) => void;
}

/** Names that match nothing, once each, with what is to become of them. */
export function UnresolvedValues({ values, onChange }: UnresolvedValuesProps) {
  if (values.length === 0) return null;
  const decide = (index: number, decision: UnresolvedValue['decision']) =>
    onChange(values.map((value, i) => (i === index ? { ...value, decision } : value)));
  return (
    <section aria-label="Values that match nothing" className="card overflow-hidden">
      <header className="border-b bg-app px-4 py-2">
        <h3 className="font-medium">Values that match nothing</h3>
      </header>
      <ul className="divide-y">
        {values.map((value, index) => {
          const { decision, suggestion } = value;
          const chosen = typeof decision === 'string' ? decision : 'use';
          return (
            <li
              key={`${value.file}-${value.column}-${value.value}`}
              className="flex flex-wrap items-center gap-3 px-4 py-2"
            >
              <span className="min-w-48 flex-1">
                <span className="font-medium">“{value.value}”</span>
                <span className="block text-label text-faint">
                  {value.column}, {plural(value.rows, 'row', 'rows')}
                </span>
              </span>
              <select
                className="control w-auto!"
                aria-label={`What to do with ${value.value}`}
                value={chosen}
                onChange={(event) => {
                  if (event.target.value === 'use') decide(index, { use: suggestion ?? '' });
                  else decide(index, event.target.value === 'create' ? 'create' : 'empty');
                }}
              >
                <option value="use">
                  {suggestion === null ? 'Use another name' : `Use “${suggestion}” or another name`}
                </option>
                <option value="create">Create “{value.value}”</option>
                <option value="empty">Leave empty</option>
              </select>
              {typeof decision !== 'string' && (
                <input
                  className="control w-44!"
                  aria-label={`Name to use for ${value.value}`}
                  value={decision.use}
                  onChange={(event) => decide(index, { use: event.target.value })}
                />
              )}
              {suggestion !== null && <span className="text-label text-faint">{percentText(value.score)} alike</span>}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
