import type { MergeDecisions, MergeView } from '../../shared/api.ts';
import { entityNamed } from '../data/model.ts';
import { EntityIcon } from '../format/entity-icon.tsx';
import { numberText } from '../format/values.ts';
import { newOf, type SideNames } from './decisions.ts';

interface MergeCountsProps {
  readonly view: MergeView;
  readonly decisions: MergeDecisions;
  readonly sides: SideNames;
}

/** How many records there are on both sides, and what becomes of those that are brought in. */
export function MergeCounts({ view, decisions, sides }: MergeCountsProps) {
  // What every workspace has from its beginning says nothing.
  const rows = view.entities.filter(
    ({ entity, there }) =>
      there > 0 && (entityNamed(entity)?.isReferenceData !== true || newOf(view, decisions, entity) > 0),
  );
  const headings = [`In ${sides.there}`, `In ${sides.here}`, 'The same', 'Come new'];
  return (
    <section aria-label="What is where" className="card overflow-x-auto">
      <table className="w-full text-left">
        <thead className="text-label text-soft">
          <tr className="border-b">
            <th scope="col" className="px-4 py-1.5 font-medium max-sm:px-2">
              Records
            </th>
            {headings.map((heading) => (
              <th key={heading} scope="col" className="px-4 py-1.5 text-right font-medium max-sm:px-2">
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ entity, there, here }) => {
            const known = entityNamed(entity);
            const isNew = newOf(view, decisions, entity);
            return (
              <tr key={entity} className="border-b last:border-0">
                <th scope="row" className="px-4 py-1.5 font-normal max-sm:px-2">
                  <span className="flex items-center gap-2">
                    <span className="max-sm:hidden">
                      <EntityIcon name={known?.icon} />
                    </span>
                    {known?.labelPlural ?? entity}
                  </span>
                </th>
                {[there, here, there - isNew, isNew].map((count, index) => (
                  <td
                    key={headings[index]}
                    className={`px-4 py-1.5 text-right max-sm:px-2 ${index === 3 && count > 0 ? 'font-medium' : 'text-soft'}`}
                  >
                    {numberText(count)}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
