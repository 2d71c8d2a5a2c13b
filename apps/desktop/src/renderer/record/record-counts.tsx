import type { Entity } from '@satchel/core';
import { Link } from 'wouter';
import { entityNamed } from '../data/model.ts';
import { useRelated } from '../data/queries.ts';
import { EntityIcon } from '../format/entity-icon.tsx';
import { numberText } from '../format/values.ts';
import { filteredPath } from '../list/list-state.ts';

/** How many records of each main kind belong to this one; each number leads to them. */
export function RecordCounts({ entity, id }: { entity: Entity; id: string }) {
  const related = useRelated(entity.name, id);
  const counted = (related.data ?? []).filter(({ entity: name, count }) => count > 0 && isMain(name));
  if (counted.length === 0) return null;
  return (
    <ul aria-label="Belongs to it" className="mt-2 flex flex-wrap gap-1.5">
      {counted.map((line) => {
        const other = entityNamed(line.entity);
        return (
          other && (
            <li key={`${line.entity}-${line.field}`}>
              <Link
                href={filteredPath(other, { and: [{ field: line.field, op: 'in', value: [id] }] })}
                className="flex h-6 items-center gap-1.5 rounded-control border px-2 text-label text-soft hover:bg-hover hover:text-ink [&_svg]:size-3.5"
              >
                <EntityIcon name={other.icon} />
                {line.label} <span className="font-medium text-ink">{numberText(line.count)}</span>
              </Link>
            </li>
          )
        );
      })}
    </ul>
  );
}

const isMain = (name: string): boolean => entityNamed(name)?.place === 'main';
