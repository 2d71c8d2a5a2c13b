import type { ColumnPlan, DecisionOfAll, KnownValue, UnresolvedValue } from '../../shared/api.ts';
import { percentText, plural } from '../format/values.ts';
import { Button } from '../ui/button.tsx';

type Decision = UnresolvedValue['decision'];

/** A value as its line shows it; a known one has no suggestion. */
export type ValueLine = Pick<KnownValue, 'file' | 'column' | 'value' | 'rows'> & {
  readonly decision: Decision;
  readonly suggestion: string | null;
  readonly score: number;
  readonly isKnown: boolean;
};

interface ColumnValuesProps {
  readonly column: ColumnPlan;
  readonly fills: string;
  /** The first of them, or as many as were asked for. */
  readonly lines: readonly ValueLine[];
  /** How many match nothing, also of those that are not shown. */
  readonly unresolved: number;
  /** How many are not shown. */
  readonly left: number;
  readonly onDecide: (value: string, decision: Decision) => void;
  readonly onDecideAll: (decision: DecisionOfAll) => void;
  readonly onMore: () => void;
}

/** The values of one column, each with what it becomes. */
export function ColumnValues(props: ColumnValuesProps) {
  const { column, fills, lines, unresolved, left, onDecide, onDecideAll, onMore } = props;
  return (
    <section aria-label={`Values of ${column.column}`} className="card overflow-hidden">
      <header className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b bg-app px-4 py-2">
        <h3 className="font-medium">{column.column}</h3>
        <span className="text-label text-faint">fills {fills}</span>
        {unresolved > 1 && (
          <span className="ml-auto flex flex-wrap items-center gap-1 text-label text-soft">
            All that match nothing:
            {column.canCreate && (
              <Button look="quiet" onClick={() => onDecideAll('create')}>
                Create
              </Button>
            )}
            <Button look="quiet" onClick={() => onDecideAll('empty')}>
              Leave empty
            </Button>
            {lines.some(({ suggestion }) => suggestion !== null) && (
              <Button look="quiet" onClick={() => onDecideAll('suggestion')}>
                Take suggestions
              </Button>
            )}
          </span>
        )}
      </header>
      <ul className="divide-y">
        {lines.map((line) => (
          <li key={line.value} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-1.5">
            <span className="min-w-0 flex-1 basis-48">
              <span className="break-words font-medium">{line.value}</span>
              <span className="block text-label text-faint">
                {plural(line.rows, 'row', 'rows')}
                {!line.isKnown && ' · matches nothing'}
              </span>
            </span>
            <Meaning column={column} line={line} onDecide={(decision) => onDecide(line.value, decision)} />
          </li>
        ))}
      </ul>
      {left > 0 && (
        <footer className="flex items-center gap-2 border-t px-4 py-1.5">
          <Button look="quiet" onClick={onMore}>
            Show more
          </Button>
          <span className="text-label text-faint">{plural(left, 'value is', 'values are')} not shown</span>
        </footer>
      )}
    </section>
  );
}

function Meaning({
  column,
  line,
  onDecide,
}: {
  column: ColumnPlan;
  line: ValueLine;
  onDecide: (decision: Decision) => void;
}) {
  const { decision, suggestion, value } = line;
  const names = [...new Set([...(suggestion === null ? [] : [suggestion]), ...column.names])];
  const use = typeof decision === 'object' ? decision.use : null;
  const isOther = use !== null && !names.includes(use);
  return (
    <span className="flex flex-wrap items-center gap-2 max-sm:w-full">
      <select
        className="control w-56! max-sm:w-full!"
        aria-label={`What “${value}” becomes`}
        value={typeof decision === 'string' ? `:${decision}` : isOther ? ':other' : decision.use}
        onChange={({ target }) => {
          if (target.value === ':create') onDecide('create');
          else if (target.value === ':empty') onDecide('empty');
          else onDecide({ use: target.value === ':other' ? '' : target.value });
        }}
      >
        {suggestion !== null && (
          <option value={suggestion}>
            {suggestion} ({percentText(line.score)} alike)
          </option>
        )}
        {column.names
          .filter((name) => name !== suggestion)
          .map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        {column.canCreate && !line.isKnown && <option value=":create">Create “{value}”</option>}
        <option value=":empty">Leave empty</option>
        {(column.names.length === 0 || isOther) && <option value=":other">Another name</option>}
      </select>
      {isOther && (
        <input
          className="control w-44!"
          aria-label={`Name to use for “${value}”`}
          value={use}
          onChange={({ target }) => onDecide({ use: target.value })}
        />
      )}
    </span>
  );
}
