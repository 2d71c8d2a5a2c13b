import { z } from 'zod';
import type { PresenceOfRecord } from '../../shared/api.ts';
import type { HandlersOf } from '../../shared/rpc.ts';
import type { Place, Presence } from '../sync/connection-options.ts';
import { name, parseParams, recordId } from './parse-params.ts';

const look = z.object({
  window: z.uuid(),
  at: z.object({ entity: name, id: recordId, isEditing: z.boolean() }).nullable(),
});

/** What the windows of this workspace show, and who else looks at it. */
export interface Looking {
  readonly places: () => readonly Place[];
  readonly take: (presence: Presence) => void;
  /** @param onChanged another record is shown than before */
  readonly handlers: (onChanged: () => void) => HandlersOf<'presence'>;
}

/** A window that is gone says no more. */
const staleMs = 60_000;

/** As many as one message holds. */
const maxPlaces = 8;

export function createLooking(now: () => number, announce: (presence: PresenceOfRecord) => void): Looking {
  const windows = new Map<string, { readonly at: Place; readonly seenAt: number }>();
  const others = new Map<string, Presence['others']>();

  const places = (): readonly Place[] => {
    const shown = new Map<string, Place>();
    for (const [window, { at, seenAt }] of windows) {
      if (seenAt < now() - staleMs) windows.delete(window);
      else shown.set(at.id, { ...at, isEditing: at.isEditing || shown.get(at.id)?.isEditing === true });
    }
    for (const id of others.keys()) if (!shown.has(id)) others.delete(id);
    return [...shown.values()].slice(-maxPlaces);
  };

  return {
    places,
    take({ entity, id, others: there }) {
      others.set(id, there);
      announce({ entity, id, others: there });
    },
    handlers: (onChanged) => ({
      'presence.look': (params) => {
        const { window, at } = parseParams(look, params);
        const before = windows.get(window)?.at ?? null;
        if (at === null) windows.delete(window);
        else windows.set(window, { at, seenAt: now() });
        if (before?.id !== at?.id || before?.isEditing !== at?.isEditing) onChanged();
        return at === null ? [] : (others.get(at.id) ?? []);
      },
    }),
  };
}
