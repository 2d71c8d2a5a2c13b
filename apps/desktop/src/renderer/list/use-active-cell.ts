import { type RefObject, useEffect, useRef } from 'react';
import { cellId, type Position } from './position.ts';

/** Keeps the cell that the keys are in within sight, whichever way it moves. */
export function useActiveCell(
  scroller: RefObject<HTMLDivElement | null>,
  { row, column }: Position,
  reveal: (row: number) => void,
): void {
  const latest = useRef(reveal);
  useEffect(() => {
    latest.current = reveal;
  });
  const seen = useRef({ row, column });
  useEffect(() => {
    // Where the list opens it shows what it showed before.
    if (seen.current.row !== row) latest.current(row);
    if (seen.current.column !== column) revealColumn(scroller.current, { row, column });
    seen.current = { row, column };
  }, [scroller, row, column]);
}

/** The first column always stands at the left, over the others. */
function revealColumn(scroller: HTMLElement | null, { row, column }: Position): void {
  const cell = document.getElementById(cellId({ row, column }));
  const first = document.getElementById(cellId({ row: -1, column: 0 }));
  if (!scroller || !cell || !first) return;
  if (column === 0) {
    scroller.scrollLeft = 0;
    return;
  }
  const { left, right } = cell.getBoundingClientRect();
  const leftEdge = first.getBoundingClientRect().right;
  const rightEdge = scroller.getBoundingClientRect().left + scroller.clientWidth;
  if (left < leftEdge) scroller.scrollLeft -= leftEdge - left;
  else if (right > rightEdge) scroller.scrollLeft += Math.min(right - rightEdge, left - leftEdge);
}
