import type { Where } from '@satchel/core';
import { useAll } from '../data/queries.ts';
import { useOpenedAt } from '../data/use-opened-at.ts';
import { todayText } from '../format/values.ts';
import { cardDeclarations } from './card-declarations.ts';
import { NumberCard } from './number-card.tsx';
import type { Period } from './period.ts';

export function Cards({ period, whose }: { readonly period: Period; readonly whose: readonly Where[] }) {
  const openedAt = useOpenedAt();
  const stages = useAll('stage', 'position').data?.rows ?? [];
  const declarations = cardDeclarations({
    period,
    whose,
    whoseTasks: whose.length > 0 ? [{ field: 'assignee', op: 'eq', value: { me: true } }] : [],
    today: todayText(new Date(openedAt)),
    qualifiedStages: stages.filter((stage) => stage['key'] === 'qualified').map((stage) => stage.id),
  });
  return (
    <section aria-label="Numbers" className="grid grid-cols-2 gap-3 md:grid-cols-4">
      {declarations.map((declaration) => (
        <NumberCard key={declaration.label} {...declaration} />
      ))}
    </section>
  );
}
