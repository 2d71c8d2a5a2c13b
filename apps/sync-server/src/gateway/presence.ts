import type { RecordId } from '@satchel/core';
import type { ClientMessage, ServerMessage } from '@satchel/sync';
import { recordKey } from '@satchel/sync/server';

/** A record that somebody looks at. */
export type Place = Extract<ClientMessage, { kind: 'looking' }>['at'][number];

/** A connection that looks at records. */
export interface Watcher {
  readonly tenant: string;
  readonly member: RecordId;
  readonly tell: (message: Extract<ServerMessage, { kind: 'presence' }>) => void;
}

/** Who looks at which record, of those that are connected to this node. Nothing of it is kept. */
export interface Presence {
  /** What a watcher shows now, which its member may see. None: it is gone. */
  look(watcher: Watcher, places: readonly Place[]): void;
}

/** How long somebody looks who does not say so again: what their member may see is asked anew each time. */
const staleMs = 60_000;

/** More are not told of one record. */
const maxOthers = 20;

interface Look {
  readonly place: Place;
  readonly at: number;
}

export function createPresence(now: () => number): Presence {
  const byTenant = new Map<string, Map<string, Map<Watcher, Look>>>();
  const placesOf = new WeakMap<Watcher, ReadonlyMap<string, Place>>();

  const tellAll = (looks: Map<Watcher, Look>): void => {
    const freshSince = now() - staleMs;
    for (const [watcher, { at }] of looks) if (at < freshSince) looks.delete(watcher);
    for (const [watcher, { place }] of looks) {
      const others = new Map<RecordId, boolean>();
      for (const [other, look] of looks) {
        if (other.member === watcher.member) continue;
        others.set(other.member, look.place.isEditing || others.get(other.member) === true);
      }
      const told = [...others].slice(0, maxOthers).map(([member, isEditing]) => ({ member, isEditing }));
      watcher.tell({ kind: 'presence', entity: place.entity, id: place.id, others: told });
    }
  };

  return {
    look(watcher, places) {
      const tenant = byTenant.get(watcher.tenant) ?? new Map<string, Map<Watcher, Look>>();
      byTenant.set(watcher.tenant, tenant);
      const before = placesOf.get(watcher) ?? new Map<string, Place>();
      const after = new Map(places.map((place) => [recordKey(place.entity, place.id), place]));
      placesOf.set(watcher, after);
      for (const key of new Set([...before.keys(), ...after.keys()])) {
        const looks = tenant.get(key) ?? new Map<Watcher, Look>();
        const place = after.get(key);
        if (place) looks.set(watcher, { place, at: now() });
        else looks.delete(watcher);
        if (looks.size > 0) tenant.set(key, looks);
        else tenant.delete(key);
        if (before.get(key)?.isEditing !== place?.isEditing) tellAll(looks);
      }
      if (tenant.size === 0) byTenant.delete(watcher.tenant);
    },
  };
}
