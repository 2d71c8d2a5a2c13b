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

/** Which members look at a record on one node, and whether each edits it; nobody: none do any more. */
export interface NodeLook {
  readonly tenant: string;
  readonly entity: string;
  readonly id: RecordId;
  readonly members: Readonly<Record<string, boolean>>;
}

/** Who looks at which record. Nothing of it is kept. */
export interface Presence {
  /** What a watcher shows now, which its member may see. None: it is gone. */
  look(watcher: Watcher, places: readonly Place[]): void;
  /** What another node has told. */
  take(node: string, look: NodeLook): void;
}

/** How long somebody looks who does not say so again: what their member may see is asked anew each time. */
const staleMs = 60_000;

/** How often other nodes are told the same: one may have begun since, or not have heard it. */
const retellMs = 20_000;

/** More are not told of one record. */
const maxOthers = 20;

/** Records that other nodes tell of; what is beyond is not shown. */
const maxRemote = 50_000;

interface Look {
  readonly place: Place;
  readonly at: number;
}

interface Seen {
  readonly place: Pick<Place, 'entity' | 'id'>;
  /** Here. */
  readonly looks: Map<Watcher, Look>;
  /** By node. */
  readonly elsewhere: Map<string, { readonly members: NodeLook['members']; readonly at: number }>;
  toldAt: number;
}

/** @param tellNodes takes what is to be told to the other nodes; it may get lost */
export function createPresence(now: () => number, tellNodes: (look: NodeLook) => void): Presence {
  const byTenant = new Map<string, Map<string, Seen>>();
  const placesOf = new WeakMap<Watcher, ReadonlyMap<string, Place>>();
  let remote = 0;
  let sweptAt = now();

  const seenOf = (tenant: string, place: Pick<Place, 'entity' | 'id'>): Seen => {
    const all = byTenant.get(tenant) ?? new Map<string, Seen>();
    byTenant.set(tenant, all);
    const key = recordKey(place.entity, place.id);
    const seen = all.get(key) ?? { place, looks: new Map(), elsewhere: new Map(), toldAt: 0 };
    all.set(key, seen);
    return seen;
  };
  const forget = (tenant: string, { place, looks, elsewhere }: Seen): void => {
    const all = byTenant.get(tenant);
    if (!all || looks.size > 0 || elsewhere.size > 0) return;
    all.delete(recordKey(place.entity, place.id));
    if (all.size === 0) byTenant.delete(tenant);
  };
  const dropElsewhere = (seen: Seen, node: string): void => {
    if (seen.elsewhere.delete(node)) remote -= 1;
  };
  /** Whether somebody was taken out who has said nothing for too long. */
  const prune = (seen: Seen): boolean => {
    const freshSince = now() - staleMs;
    const stale = [...seen.looks].filter(([, { at }]) => at < freshSince).map(([watcher]) => watcher);
    for (const watcher of stale) seen.looks.delete(watcher);
    const gone = [...seen.elsewhere].filter(([, { at }]) => at < freshSince).map(([node]) => node);
    for (const node of gone) dropElsewhere(seen, node);
    return stale.length + gone.length > 0;
  };

  const membersHere = ({ looks }: Seen): Record<string, boolean> => {
    const members: Record<string, boolean> = {};
    for (const [{ member }, { place }] of looks) members[member] = place.isEditing || members[member] === true;
    return members;
  };
  const tellAll = (seen: Seen): void => {
    const all = membersHere(seen);
    for (const { members } of seen.elsewhere.values()) {
      for (const [member, isEditing] of Object.entries(members)) all[member] = isEditing || all[member] === true;
    }
    const told = Object.entries(all).map(([member, isEditing]) => ({ member: member as RecordId, isEditing }));
    const { entity, id } = seen.place;
    for (const { member, tell } of seen.looks.keys()) {
      const others = told.filter((one) => one.member !== member).slice(0, maxOthers);
      tell({ kind: 'presence', entity, id, others });
    }
  };
  const tellElsewhere = (tenant: string, seen: Seen): void => {
    seen.toldAt = now();
    const { entity, id } = seen.place;
    tellNodes({
      tenant,
      entity,
      id,
      members: Object.fromEntries(Object.entries(membersHere(seen)).slice(0, maxOthers)),
    });
  };

  /** A node that ended says nothing of those that looked there. */
  const sweep = (): void => {
    if (now() - sweptAt < staleMs) return;
    sweptAt = now();
    for (const [tenant, all] of byTenant) {
      for (const seen of all.values()) {
        if (prune(seen)) tellAll(seen);
        forget(tenant, seen);
      }
    }
  };

  return {
    look(watcher, places) {
      sweep();
      const before = placesOf.get(watcher) ?? new Map<string, Place>();
      const after = new Map(places.map((place) => [recordKey(place.entity, place.id), place]));
      placesOf.set(watcher, after);
      for (const [key, old] of before) {
        if (after.has(key)) continue;
        const seen = seenOf(watcher.tenant, old);
        seen.looks.delete(watcher);
        prune(seen);
        tellAll(seen);
        tellElsewhere(watcher.tenant, seen);
        forget(watcher.tenant, seen);
      }
      for (const [key, place] of after) {
        const seen = seenOf(watcher.tenant, place);
        seen.looks.set(watcher, { place, at: now() });
        const isOther = before.get(key)?.isEditing !== place.isEditing;
        if (prune(seen) || isOther) tellAll(seen);
        if (isOther || seen.toldAt < now() - retellMs) tellElsewhere(watcher.tenant, seen);
      }
    },
    take(node, { tenant, entity, id, members }) {
      sweep();
      if (remote >= maxRemote && Object.keys(members).length > 0) return;
      const seen = seenOf(tenant, { entity, id });
      const known = seen.elsewhere.get(node)?.members ?? {};
      dropElsewhere(seen, node);
      if (Object.keys(members).length > 0) {
        seen.elsewhere.set(node, { members, at: now() });
        remote += 1;
      }
      if (prune(seen) || !isSame(known, members)) tellAll(seen);
      forget(tenant, seen);
    },
  };
}

const isSame = (a: NodeLook['members'], b: NodeLook['members']): boolean =>
  Object.keys(a).length === Object.keys(b).length && Object.keys(a).every((member) => a[member] === b[member]);
