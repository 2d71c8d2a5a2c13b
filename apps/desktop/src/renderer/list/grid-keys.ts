import type { Entity, EntityRecord } from '@satchel/core';
import type { KeyboardEvent } from 'react';
import { isEditable } from '../fields/editor.tsx';
import type { Position } from './position.ts';

interface GridActions {
  readonly entity: Entity;
  readonly columns: readonly string[];
  readonly count: number;
  readonly pageRows: number;
  readonly active: Position;
  readonly record: EntityRecord | undefined;
  readonly onActive: (position: Position) => void;
  readonly onEditing: (position: Position) => void;
  readonly onSelect: (record: EntityRecord, isRange: boolean) => void;
  readonly onOpen: (record: EntityRecord) => void;
  readonly onClear: () => void;
  /** By the column of this name. */
  readonly onSort: (name: string) => void;
}

const typedIn = 'input:not([type="checkbox"]), select, textarea';

/** The keys of the grid (WAI-ARIA grid pattern, and J, K, E and X); above its first row stands what the columns are called. */
export function gridKeys(event: KeyboardEvent<HTMLElement>, actions: GridActions): void {
  const { active, columns, count, record, entity } = actions;
  if (event.target instanceof Element && event.target.matches(typedIn)) return;
  const isModified = event.metaKey || event.ctrlKey || event.altKey;
  const name = columns[active.column] ?? '';
  const canEdit = isEditable(entity.fields[name]);
  const target = targetOf(event.key, isModified, actions);
  if (target) {
    event.preventDefault();
    actions.onActive({
      row: Math.max(-1, Math.min(count - 1, target.row)),
      column: Math.max(0, Math.min(columns.length - 1, target.column)),
    });
    return;
  }
  if (isModified) return;
  if (event.key === 'Escape') actions.onClear();
  if (active.row < 0 && (event.key === 'Enter' || event.key === ' ')) {
    event.preventDefault();
    actions.onSort(name);
  }
  if (!record) return;
  if (event.key === 'Enter' && name === entity.views.title) {
    event.preventDefault();
    actions.onOpen(record);
  } else if ((event.key === 'Enter' || event.key === 'e' || event.key === 'F2') && canEdit) {
    event.preventDefault();
    actions.onEditing(active);
  } else if (event.key === 'x' || event.key === 'X') {
    event.preventDefault();
    actions.onSelect(record, event.shiftKey);
  }
}

/** Where a key leads, which may be outside of the grid. */
function targetOf(
  key: string,
  isModified: boolean,
  { active, count, columns, pageRows }: GridActions,
): Position | null {
  const { row, column } = active;
  if (isModified) return key === 'Home' ? { row: 0, column: 0 } : key === 'End' ? { row: count - 1, column } : null;
  switch (key) {
    case 'ArrowDown':
    case 'j':
      return { row: row + 1, column };
    case 'ArrowUp':
    case 'k':
      return { row: row - 1, column };
    case 'ArrowRight':
      return { row, column: column + 1 };
    case 'ArrowLeft':
      return { row, column: column - 1 };
    case 'PageDown':
      return { row: row + pageRows, column };
    case 'PageUp':
      return { row: Math.max(0, row - pageRows), column };
    case 'Home':
      return { row, column: 0 };
    case 'End':
      return { row, column: columns.length - 1 };
    default:
      return null;
  }
}
