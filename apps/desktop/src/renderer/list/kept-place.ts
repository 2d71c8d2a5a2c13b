import type { EntityRecord } from '@satchel/core';
import { cameBack } from '../shell/came-back.ts';
import type { Position } from './position.ts';

/** Where somebody was in a list. */
export interface KeptPlace {
  readonly active: Position;
  readonly topPx: number;
  readonly selected: ReadonlyMap<string, EntityRecord>;
}

const most = 50;

const atStart: KeptPlace = { active: { row: 0, column: 0 }, topPx: 0, selected: new Map() };

/** By address; a Map keeps the order of insertion, so that the first one is the oldest. */
const places = new Map<string, KeptPlace>();

export function keepPlace(address: string, change: Partial<KeptPlace>): void {
  const place = { ...(places.get(address) ?? atStart), ...change };
  places.delete(address);
  places.set(address, place);
  const [oldest] = places.keys();
  if (places.size > most && oldest !== undefined) places.delete(oldest);
}

/** Where Back and Forward lead to in a list; whoever opens it anew begins at its start. */
export const placeToStart = (address: string): KeptPlace => (cameBack() ? places.get(address) : undefined) ?? atStart;
