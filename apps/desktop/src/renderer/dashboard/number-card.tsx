import type { AggregateRow } from '@satchel/core';
import { Link } from 'wouter';
import { entityNamed } from '../data/model.ts';
import { useAggregate, useWorkspace } from '../data/queries.ts';
import { numberText, percentText, wholeMoneyText } from '../format/values.ts';
import { filteredPath } from '../list/list-state.ts';
import type { CardDeclaration } from './card-declarations.ts';

/** A number and the list behind it. */
export function NumberCard({ label, entity: name, main, part = main, shows, detail }: CardDeclaration) {
  const entity = entityNamed(name);
  const { currency } = useWorkspace();
  const ofMain = useAggregate({ entity: name, ...main }).data;
  const ofPart = useAggregate({ entity: name, ...part }).data;
  if (!entity) return null;
  const value = {
    count: () => countText(ofMain),
    sum: () => sumText(ofMain, currency),
    'share of part': () => shareText(ofPart, ofMain),
  }[shows]();
  return (
    <Link href={filteredPath(entity, main.where)} className="card flex min-w-0 flex-col gap-1 p-4 hover:bg-hover">
      <span className="text-label text-soft">{label}</span>
      <span className="truncate text-page font-semibold tracking-tight">{value ?? '…'}</span>
      <span className="truncate text-label text-faint">
        {detail === 'sum of main'
          ? sumText(ofMain, currency)
          : [detail.of && countText(detail.of === 'main' ? ofMain : ofPart), detail.words].filter(Boolean).join(' ')}
      </span>
    </Link>
  );
}

type Rows = readonly AggregateRow[] | undefined;

const total = (rows: readonly AggregateRow[]): number => rows.reduce((sum, row) => sum + row.count, 0);

const countText = (rows: Rows): string | undefined => rows && numberText(total(rows));

/** One sum per currency; money of different currencies is never added. */
function sumText(rows: Rows, fallback: string): string | undefined {
  if (!rows) return undefined;
  const sums = rows.filter((row) => row.currency !== null);
  if (sums.length === 0) return wholeMoneyText({ minor: 0, currency: fallback });
  return sums.map((row) => wholeMoneyText({ minor: row.sum, currency: row.currency ?? fallback })).join(' + ');
}

function shareText(part: Rows, whole: Rows): string | undefined {
  if (!part || !whole) return undefined;
  return total(whole) === 0 ? '–' : percentText(total(part) / total(whole));
}
