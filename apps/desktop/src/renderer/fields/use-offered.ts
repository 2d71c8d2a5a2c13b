import type { FieldDefinition, Picked, Where } from '@satchel/core';
import { useQuery } from '@tanstack/react-query';
import { useBackend } from '../data/backend.tsx';
import { entityNamed } from '../data/model.ts';
import { usePick } from '../data/queries.ts';
import { titleOf } from '../format/values.ts';
import type { BesideFields } from './editor-props.ts';

const nothingBeside: BesideFields = { definitions: {}, values: {} };

/** Records that a reference can name, best match first; where the field offers only some of them, those in their order. */
export function useOffered(
  field: FieldDefinition,
  target: string,
  text: string,
  { definitions, values }: BesideFields = nothingBeside,
): readonly Picked[] {
  const { among, within } = field.kind === 'reference' ? field : {};
  const shared = within === undefined ? undefined : definitions[within];
  const value = within === undefined ? undefined : values[within];
  const isNarrow = among !== undefined || shared?.kind === 'reference';
  const picked = usePick(target, text, !isNarrow).data ?? [];
  // While the record has none of its own, it may be any that its field offers.
  const anyOf = useSome(
    shared?.kind === 'reference' ? shared.target : '',
    shared?.kind === 'reference' && typeof value !== 'string' ? conditions(shared.among) : null,
  );
  const ids = typeof value === 'string' ? [value] : anyOf.map(({ id }) => id);
  const narrowed: readonly Where[] = [
    ...conditions(among),
    ...(within !== undefined && ids.length > 0 ? [{ field: within, op: 'in', value: ids } as const] : []),
  ];
  const some = useSome(target, isNarrow ? narrowed : null);
  const sought = text.trim().toLowerCase();
  return isNarrow ? some.filter(({ title }) => title.toLowerCase().includes(sought)) : picked;
}

const conditions = (among: Readonly<Record<string, string>> = {}): readonly Where[] =>
  Object.entries(among).map(([field, value]) => ({ field, op: 'eq', value }));

const mostOffered = 200;

/** Null asks nothing. */
function useSome(target: string, where: readonly Where[] | null): readonly Picked[] {
  const backend = useBackend();
  const entity = entityNamed(target);
  const rows = useQuery({
    queryKey: [target, 'offered', where],
    queryFn: () =>
      backend.call('records.page', {
        entity: target,
        where: { and: where ?? [] },
        ...(entity?.views.sort ? { sort: entity.views.sort } : {}),
        limit: mostOffered,
      }),
    enabled: entity !== undefined && where !== null,
    placeholderData: (previous) => previous,
  }).data?.rows;
  if (!entity || where === null) return [];
  return (rows ?? []).map((row) => ({ id: row.id, title: titleOf(row, entity.views.title), detail: null }));
}
