import { Link, useLocation } from 'wouter';
import type { ListPlace } from '../data/model.ts';
import { useWorkspace } from '../data/queries.ts';
import { useMay } from '../data/use-may.ts';
import { EntityIcon } from '../format/entity-icon.tsx';
import { Button } from '../ui/button.tsx';

interface EmptyListProps {
  readonly place: ListPlace;
  readonly isFiltered: boolean;
  readonly onCreate: () => void;
  readonly onClear: () => void;
}

export function EmptyList({ place, isFiltered, onCreate, onClear }: EmptyListProps) {
  const [, navigate] = useLocation();
  const may = useMay();
  const { sampleGroup } = useWorkspace();
  const many = place.labelPlural.toLowerCase();
  return (
    <div className="flex flex-1 flex-col items-center justify-center gap-3 p-6 text-center">
      <span className="flex size-9 items-center justify-center rounded-card border bg-surface text-faint">
        <EntityIcon name={place.icon} />
      </span>
      {isFiltered ? (
        <>
          <p className="text-soft">No {many} match this filter.</p>
          <Button onClick={onClear}>Clear the filter</Button>
        </>
      ) : (
        <>
          <p className="text-soft">There are no {many} yet.</p>
          <div className="flex gap-2">
            {may(place.entity, 'create') && (
              <Button look="primary" onClick={onCreate}>
                Create {place.label.toLowerCase()}
              </Button>
            )}
            <Button onClick={() => navigate('/import')}>Import</Button>
          </div>
          {sampleGroup === null && (
            <Link href="/settings" className="text-label text-soft underline">
              Or look around with sample data
            </Link>
          )}
        </>
      )}
    </div>
  );
}
