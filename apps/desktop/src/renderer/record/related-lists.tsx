import type { Entity } from '@satchel/core';
import { ChevronRight, Plus } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import type { Related } from '../../shared/api.ts';
import { entityNamed } from '../data/model.ts';
import { useRelated } from '../data/queries.ts';
import { EntityIcon } from '../format/entity-icon.tsx';
import { numberText } from '../format/values.ts';
import { CreateDialog } from '../forms/create-dialog.tsx';
import { filteredPath } from '../list/list-state.ts';
import { Button } from '../ui/button.tsx';
import { Loading } from '../ui/loading.tsx';

/** What refers to this record, each a filtered list, and a way to add one. */
export function RelatedLists({ entity, id }: { entity: Entity; id: string }) {
  const related = useRelated(entity.name, id);
  const [creating, setCreating] = useState<Related | null>(null);
  if (!related.data) return <Loading />;
  const shown = related.data.filter(({ entity: name }) => entityNamed(name)?.isAppendOnly !== true);
  const target = creating ? entityNamed(creating.entity) : undefined;
  const isList = target && creating ? target.fields[creating.field]?.kind === 'references' : false;
  return (
    <>
      <ul className="card divide-y">
        {shown.map((line) => {
          const other = entityNamed(line.entity);
          if (!other) return null;
          return (
            <li key={`${line.entity}-${line.field}`} className="flex items-center">
              <Link
                href={filteredPath(other, { and: [{ field: line.field, op: 'in', value: [id] }] })}
                className="flex h-9 min-w-0 flex-1 items-center gap-2 px-3 hover:bg-hover"
              >
                <EntityIcon name={other.icon} />
                <span className="truncate">{line.label}</span>
                <span className="text-faint">{numberText(line.count)}</span>
                <ChevronRight aria-hidden className="ml-auto size-4 text-faint" />
              </Link>
              <Button
                look="quiet"
                isIcon
                aria-label={`New ${other.label.toLowerCase()}`}
                onClick={() => setCreating(line)}
              >
                <Plus aria-hidden />
              </Button>
            </li>
          );
        })}
      </ul>
      {creating && target && (
        <CreateDialog
          entity={target}
          preset={{ [creating.field]: isList ? [id] : id }}
          onClose={() => setCreating(null)}
        />
      )}
    </>
  );
}
