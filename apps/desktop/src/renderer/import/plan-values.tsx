import { useState } from 'react';
import type { DecisionOfAll, ImportPlan, ValueCounts } from '../../shared/api.ts';
import { useBackend } from '../data/backend.tsx';
import { entityNamed } from '../data/model.ts';
import { fieldLabel } from '../format/values.ts';
import { ColumnValues, type ValueLine } from './column-values.tsx';

interface PlanValuesProps {
  readonly job: string;
  readonly plan: ImportPlan;
  readonly onChange: (plan: ImportPlan) => void;
}

/** Values that match nothing first, then those of stages and choices with what they mean. */
export function PlanValues({ job, plan, onChange }: PlanValuesProps) {
  const backend = useBackend();
  const [problem, setProblem] = useState<string | null>(null);
  const ask = (work: Promise<ImportPlan>) => {
    setProblem(null);
    work.then(onChange, (error: unknown) => setProblem(error instanceof Error ? error.message : String(error)));
  };
  const decide = ({ file, column }: ValueCounts, value: string, decision: ValueLine['decision']) => {
    const isMeant = (line: { file: string; column: string; value: string }) =>
      line.file === file && line.column === column && line.value === value;
    onChange({
      ...plan,
      unresolved: plan.unresolved.map((line) => (isMeant(line) ? { ...line, decision } : line)),
      known: plan.known.map((line) => (isMeant(line) && decision !== 'create' ? { ...line, decision } : line)),
    });
  };
  const decideAll = ({ file, column }: ValueCounts, decision: DecisionOfAll) =>
    ask(backend.call('import.decideAll', { job, plan, file, column, decision }));
  const showMore = async (count: ValueCounts, lines: readonly ValueLine[]): Promise<ImportPlan> => {
    const { file, column, unresolved } = count;
    const open = lines.filter(({ isKnown }) => !isKnown).length;
    const offset = open < unresolved ? open : lines.length;
    const more = await backend.call('import.values', { job, file, column, offset, limit: moreValues });
    const isNew = ({ value }: { value: string }) => !lines.some((line) => line.value === value);
    return {
      ...plan,
      unresolved: [...plan.unresolved, ...more.unresolved.filter(isNew)],
      known: [...plan.known, ...more.known.filter(isNew)],
    };
  };
  if (plan.counts.length === 0) {
    return (
      <p className="card p-6 text-soft">
        Every name in these files is known or made by them: there is nothing to decide.
      </p>
    );
  }
  const openFirst = plan.counts.toSorted((a, b) => Number(a.unresolved === 0) - Number(b.unresolved === 0));
  return (
    <>
      {problem !== null && (
        <p role="alert" className="text-bad">
          {problem}
        </p>
      )}
      {openFirst.map((count) => {
        const file = plan.files.find((one) => one.file === count.file);
        const column = file?.columns.find((one) => one.column === count.column);
        if (file === undefined || column === undefined) return null;
        const lines = linesOf(plan, count);
        return (
          <ColumnValues
            key={`${file.file}/${column.column}`}
            column={column}
            fills={fillsWhat(file.entity, column.field)}
            lines={lines}
            unresolved={count.unresolved}
            left={count.unresolved + count.known - lines.length}
            onDecide={(value, decision) => decide(count, value, decision)}
            onDecideAll={(decision) => decideAll(count, decision)}
            onMore={() => ask(showMore(count, lines))}
          />
        );
      })}
    </>
  );
}

const moreValues = 200;

function linesOf({ unresolved, known }: ImportPlan, { file, column }: ValueCounts): readonly ValueLine[] {
  const isOwn = (value: { file: string; column: string }) => value.file === file && value.column === column;
  return [
    ...unresolved.filter(isOwn).map((value) => ({ ...value, isKnown: false })),
    ...known.filter(isOwn).map((value) => ({ ...value, suggestion: null, score: 1, isKnown: true })),
  ];
}

function fillsWhat(entityName: string | null, field: string | null): string {
  const entity = entityName === null ? undefined : entityNamed(entityName);
  if (!entity || field === null) return '';
  return `${fieldLabel(field, entity.fields[field])} of ${entity.labelPlural}`;
}
