import type { BoardColumn, Entity } from '@satchel/core';
import { useState } from 'react';
import { useAll } from '../data/queries.ts';
import { titleOf } from '../format/values.ts';
import type { BoardView } from './use-move.ts';

/**
 * Columns of one pipeline, in its order. A board whose columns are no records of a pipeline (a choice) shows them all.
 */
export function usePipelineColumns(entity: Entity, view: BoardView, columns: readonly BoardColumn[]) {
  const by = entity.fields[view.by];
  const hasPipelines = by?.kind === 'reference' && by.target === 'stage';
  const stages = useAll('stage', 'position').data?.rows ?? [];
  const all = useAll('pipeline', 'position').data?.rows ?? [];
  const pipelines = hasPipelines
    ? all
        .filter((pipeline) => pipeline['kind'] === entity.name)
        .map((pipeline) => ({ id: pipeline.id, title: titleOf(pipeline, 'name') }))
    : [];
  const [chosen, setPipeline] = useState<string | null>(null);
  const pipeline = pipelines.find(({ id }) => id === chosen)?.id ?? pipelines[0]?.id ?? null;
  if (!hasPipelines) return { columns, pipelines, pipeline, setPipeline };
  const own = stages.filter((stage) => stage['pipeline'] === pipeline);
  const ordered = own.flatMap((stage) => columns.find((column) => column.key === stage.id) ?? []);
  return { columns: ordered, pipelines, pipeline, setPipeline };
}
