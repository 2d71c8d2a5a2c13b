import { type Entity, type FieldValue, siteOf } from '@satchel/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { useBackend } from '../data/backend.tsx';
import { recordPath } from '../data/model.ts';
import { fieldLabel, titleOf } from '../format/values.ts';

interface UniqueHintProps {
  readonly entity: Entity;
  readonly name: string;
  readonly value: FieldValue;
  /** The record that is being edited. */
  readonly except?: string;
}

const mostNamed = 3;

/** Names the records that have this value already. A hint only: two companies may share a website. */
export function UniqueHint({ entity, name, value, except }: UniqueHintProps) {
  const backend = useBackend();
  const site = typeof value === 'string' ? siteOf(value) : null;
  const { data } = useQuery({
    queryKey: [entity.name, 'same', name, site],
    queryFn: () =>
      backend.call('records.page', {
        entity: entity.name,
        where: { field: name, op: 'contains', value: site ?? '' },
        limit: 50,
      }),
    enabled: site !== null && entity.views.unique?.includes(name) === true,
  });
  const same = (data?.rows ?? []).filter((row) => {
    const theirs = row[name];
    return row.id !== except && typeof theirs === 'string' && siteOf(theirs) === site;
  });
  if (site === null || same.length === 0) return null;
  return (
    <output className="block text-label text-warn">
      {site} is already the {fieldLabel(name, entity.fields[name]).toLowerCase()} of{' '}
      {same.slice(0, mostNamed).map((row, index) => (
        <span key={row.id}>
          {index > 0 && ', '}
          <Link href={recordPath(entity.name, row.id)} className="font-medium underline">
            {titleOf(row, entity.views.title)}
          </Link>
        </span>
      ))}
      {same.length > mostNamed && ` and ${same.length - mostNamed} more`}.
    </output>
  );
}
