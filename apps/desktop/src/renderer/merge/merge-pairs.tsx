import type { MergeDecisions, MergePairView, MergeView, OneOrTwo } from '../../shared/api.ts';
import { entityNamed } from '../data/model.ts';
import { EntityIcon } from '../format/entity-icon.tsx';
import { plural } from '../format/values.ts';
import { Button } from '../ui/button.tsx';
import { Segments } from '../ui/segments.tsx';
import { decideAll, isOne, pairKey, type SideNames } from './decisions.ts';

const oneOrTwo: readonly { readonly value: OneOrTwo; readonly label: string }[] = [
  { value: 'one', label: 'Make one' },
  { value: 'two', label: 'Keep both' },
];

interface MergePairsProps {
  readonly pairs: MergeView['pairs'][number];
  readonly decisions: MergeDecisions;
  readonly sides: SideNames;
  readonly onDecide: (decisions: MergeDecisions) => void;
  readonly onMore: () => void;
}

/** Records of one kind that look the same, to be decided all at once or one by one. */
export function MergePairs({ pairs: { entity, count, shown }, decisions, sides, onDecide, onMore }: MergePairsProps) {
  const known = entityNamed(entity);
  const words = plural(count, known?.label ?? entity, known?.labelPlural ?? entity).toLowerCase();
  return (
    <section aria-label={known?.labelPlural ?? entity} className="card divide-y">
      <header className="flex flex-wrap items-center justify-between gap-2 px-3 py-2">
        <h3 className="flex items-center gap-2 font-medium">
          <EntityIcon name={known?.icon} />
          {words}
        </h3>
        {count > 1 && (
          <div className="flex flex-wrap gap-2">
            <Button onClick={() => onDecide(decideAll(decisions, entity, 'one'))}>Make one of each pair</Button>
            <Button onClick={() => onDecide(decideAll(decisions, entity, 'two'))}>Keep all apart</Button>
          </div>
        )}
      </header>
      <ul className="divide-y">
        {shown.map((pair) => (
          <li key={pair.id}>
            <Pair entity={entity} pair={pair} decisions={decisions} sides={sides} onDecide={onDecide} />
          </li>
        ))}
      </ul>
      {shown.length < count && (
        <footer className="flex items-center justify-between gap-2 px-3 py-2">
          <span className="text-soft">{plural(count - shown.length, 'more pair', 'more pairs')}</span>
          <Button onClick={onMore}>Show more</Button>
        </footer>
      )}
    </section>
  );
}

interface PairProps extends Omit<MergePairsProps, 'pairs' | 'onMore'> {
  readonly entity: string;
  readonly pair: MergePairView;
}

function Pair({ entity, pair, decisions, sides, onDecide }: PairProps) {
  const { id, titleThere, titleHere, by, differences } = pair;
  const key = pairKey(entity, id);
  const value = isOne(decisions, entity, id);
  const ours = decisions.ours[key] ?? [];
  const count = (field: string, isOurs: boolean) =>
    onDecide({
      ...decisions,
      ours: { ...decisions.ours, [key]: [...ours.filter((one) => one !== field), ...(isOurs ? [field] : [])] },
    });
  return (
    <article aria-label={titleThere} className="flex flex-col gap-2 px-3 py-2">
      <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-2">
        <div className="min-w-0">
          <p className="truncate font-medium">{titleThere}</p>
          <p className="truncate text-label text-soft">
            {titleThere === titleHere ? `In ${sides.here} as well` : `In ${sides.here}: ${titleHere}`}
            {by === '' ? '' : `, the same ${by.charAt(0).toLowerCase()}${by.slice(1)}`}
          </p>
        </div>
        <Segments
          label={`${titleThere}: one record or two`}
          isLabelHidden
          options={oneOrTwo}
          value={value}
          onChange={(next) => onDecide({ ...decisions, pairs: { ...decisions.pairs, [key]: next } })}
        />
      </div>
      {value === 'one' &&
        differences.map(({ field, label, there, here }) => (
          <fieldset key={field} className="grid grid-cols-[7rem_1fr_1fr] items-start gap-x-3 max-sm:grid-cols-2">
            <legend className="sr-only">{`${titleThere}: ${label}`}</legend>
            <span aria-hidden className="py-0.5 text-soft max-sm:col-span-2">
              {label}
            </span>
            {[false, true].map((isOurs) => (
              <label
                key={isOurs ? 'there' : 'here'}
                className="flex min-h-6 min-w-0 cursor-pointer items-start gap-2 py-0.5"
              >
                <input
                  type="radio"
                  className="mt-1 size-3.5 shrink-0 accent-accent"
                  name={`${key}/${field}`}
                  checked={ours.includes(field) === isOurs}
                  onChange={() => count(field, isOurs)}
                />
                <span className="min-w-0 break-words">
                  <span className="sr-only">{isOurs ? sides.there : sides.here}: </span>
                  {(isOurs ? there : here) ?? <span className="text-faint">Nothing</span>}
                  <span aria-hidden className="block text-label text-faint">
                    {isOurs ? sides.there : sides.here}
                  </span>
                </span>
              </label>
            ))}
          </fieldset>
        ))}
    </article>
  );
}
