import { useEffect, useState } from 'react';
import type { PresenceOfRecord } from '../../shared/api.ts';
import { useBackend } from '../data/backend.tsx';
import { useTitles } from '../data/queries.ts';
import { Avatar } from '../ui/avatar.tsx';
import { useIsEditing } from './editing.ts';

const windowId = crypto.randomUUID();

/** How often it is said again. */
const againMs = 20_000;

/** Says that this window shows a record, and who else looks at it. */
function useOthers(entity: string, id: string): PresenceOfRecord['others'] {
  const backend = useBackend();
  const isEditing = useIsEditing(id);
  const [others, setOthers] = useState<PresenceOfRecord['others']>([]);
  useEffect(() => {
    const look = () => {
      const at = { entity, id, isEditing };
      backend.call('presence.look', { window: windowId, at }).then(setOthers, () => setOthers([]));
    };
    look();
    const timer = setInterval(look, againMs);
    return () => clearInterval(timer);
  }, [backend, entity, id, isEditing]);
  useEffect(
    () => () => {
      backend.call('presence.look', { window: windowId, at: null }).catch(() => undefined);
    },
    [backend],
  );
  useEffect(() => backend.listen('presence', (told) => told.id === id && setOthers(told.others)), [backend, id]);
  return others;
}

/** The others who look at a record now; a ring, and words, for who edits it. */
export function WhoElse({ entity, id }: { entity: string; id: string }) {
  const others = useOthers(entity, id);
  const names = useTitles(
    'member',
    others.map(({ member }) => member),
  ).data;
  if (others.length === 0) return null;
  return (
    <ul aria-label="Also here" className="flex items-center gap-1">
      {others.slice(0, mostShown).map(({ member, isEditing }) => {
        const name = names?.[member] ?? '…';
        const words = `${name} ${isEditing ? 'is editing this' : 'looks at this'}`;
        return (
          <li
            key={member}
            title={words}
            className={isEditing ? 'flex rounded-full outline-2 outline-offset-1 outline-warn' : 'flex rounded-full'}
          >
            <Avatar name={name} />
            <span className="sr-only">{words}</span>
          </li>
        );
      })}
      {others.length > mostShown && <li className="text-label text-soft">+{others.length - mostShown}</li>}
    </ul>
  );
}

const mostShown = 4;
