import type { Where } from '@satchel/core';
import { Link } from 'wouter';
import { entityNamed } from '../data/model.ts';
import { filteredPath } from '../list/list-state.ts';

interface NumberCardProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly detail: string | undefined;
  readonly entity: string;
  readonly where: Where;
}

/** A number and the list behind it. */
export function NumberCard({ label, value, detail, entity: name, where }: NumberCardProps) {
  const entity = entityNamed(name);
  if (!entity) return null;
  return (
    <Link href={filteredPath(entity, where)} className="card flex min-w-0 flex-col gap-1 p-4 hover:bg-hover">
      <span className="text-label text-soft">{label}</span>
      <span className="truncate text-page font-semibold tracking-tight">{value ?? '…'}</span>
      <span className="truncate text-label text-faint">{detail ?? ' '}</span>
    </Link>
  );
}
