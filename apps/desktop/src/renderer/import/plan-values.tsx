import type { ImportPlan } from '../../shared/api.ts';
import { entityNamed } from '../data/model.ts';
import { fieldLabel } from '../format/values.ts';
import { ColumnValues, type ValueLine } from './column-values.tsx';

/** Values that match nothing first, then those of stages and choices with what they mean. */
export function PlanValues({ plan, onChange }: { plan: ImportPlan; onChange: (plan: ImportPlan) => void }) {
  const lines: readonly ValueLine[] = [
    ...plan.unresolved.map((value) => ({ ...value, isKnown: false })),
    ...plan.known.map((value) => ({ ...value, suggestion: null, score: 1, isKnown: true })),
  ];
  const decide = (
    file: string,
    column: string,
    values: ReadonlySet<string>,
    of: (line: ValueLine) => ValueLine['decision'],
  ) => {
    const isMeant = (line: { file: string; column: string; value: string }) =>
      line.file === file && line.column === column && values.has(line.value);
    onChange({
      ...plan,
      unresolved: plan.unresolved.map((line) =>
        isMeant(line) ? { ...line, decision: of({ ...line, isKnown: false }) } : line,
      ),
      known: plan.known.map((line) => {
        if (!isMeant(line)) return line;
        const decision = of({ ...line, suggestion: null, score: 1, isKnown: true });
        return decision === 'create' ? line : { ...line, decision };
      }),
    });
  };
  const columns = plan.files.flatMap((file) =>
    file.columns.flatMap((column) => {
      const own = lines.filter((line) => line.file === file.file && line.column === column.column);
      return own.length === 0 ? [] : [{ file, column, own }];
    }),
  );
  if (columns.length === 0) {
    return (
      <p className="card p-6 text-soft">
        Every name in these files is known or made by them: there is nothing to decide.
      </p>
    );
  }
  const openFirst = columns.toSorted((a, b) => Number(isSettled(a.own)) - Number(isSettled(b.own)));
  return openFirst.map(({ file, column, own }) => (
    <ColumnValues
      key={`${file.file}/${column.column}`}
      column={column}
      fills={fillsWhat(file.entity, column.field)}
      lines={own}
      onDecide={(values, of) => decide(file.file, column.column, values, of)}
    />
  ));
}

const isSettled = (lines: readonly ValueLine[]): boolean => lines.every(({ isKnown }) => isKnown);

function fillsWhat(entityName: string | null, field: string | null): string {
  const entity = entityName === null ? undefined : entityNamed(entityName);
  if (!entity || field === null) return '';
  return `${fieldLabel(field, entity.fields[field])} of ${entity.labelPlural}`;
}
