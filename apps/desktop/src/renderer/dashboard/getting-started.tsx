import { everything } from '@satchel/core';
import { useLocation } from 'wouter';
import { listPath, model } from '../data/model.ts';
import { useCount } from '../data/queries.ts';
import { Button } from '../ui/button.tsx';

/** What a workspace without any of these begins with. */
const first = ['contact', 'company', 'lead', 'deal'] as const;
const entities = model.entities.filter(({ name }) => first.some((begun) => begun === name));

/** In a workspace that holds nothing yet: ways to begin. */
export function GettingStarted() {
  const [, navigate] = useLocation();
  const counts = first.map(useIsEmpty);
  if (!counts.every(Boolean)) return null;
  return (
    <section aria-label="Getting started" className="card flex flex-wrap items-center gap-x-4 gap-y-3 p-4">
      <div className="min-w-60 flex-1">
        <h2>Nothing is here yet</h2>
        <p className="text-soft">Bring CSV files of another tool, look around with sample data, or begin by hand.</p>
      </div>
      <div className="flex flex-wrap gap-2">
        <Button look="primary" onClick={() => navigate('/import')}>
          Import files
        </Button>
        <Button onClick={() => navigate('/settings')}>Sample data</Button>
        {entities.slice(0, 1).map((entity) => (
          <Button key={entity.name} onClick={() => navigate(listPath(entity))}>
            {entity.labelPlural}
          </Button>
        ))}
      </div>
    </section>
  );
}

function useIsEmpty(entity: string): boolean {
  return useCount(entity, everything, '').data === 0;
}
