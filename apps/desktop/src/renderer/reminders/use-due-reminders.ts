import { dueReminders, type Entity, type EntityRecord } from '@satchel/core';
import { useQueries } from '@tanstack/react-query';
import { useBackend } from '../data/backend.tsx';
import { model } from '../data/model.ts';

/** A record that reminds its user now. */
export interface DueReminder {
  readonly entity: Entity;
  readonly record: EntityRecord;
  readonly title: string;
}

/** How late a reminder may be. */
const everyMs = 15_000;

const most = 50;

const reminding = model.entities.filter(({ views }) => views.reminds !== undefined);

function titleOf({ label, views }: Entity, record: EntityRecord): string {
  const title = record[views.title];
  return typeof title === 'string' ? title : label;
}

/** What reminds the user now, the oldest first; asked again as time goes on and whenever such a record changes. */
export function useDueReminders(): readonly DueReminder[] {
  const backend = useBackend();
  return useQueries({
    queries: reminding.map((entity) => ({
      queryKey: [entity.name, 'reminders'],
      queryFn: async (): Promise<readonly DueReminder[]> => {
        const where = dueReminders(entity, Date.now());
        const at = entity.views.reminds?.at;
        if (!where || at === undefined) return [];
        const sort = { field: at, direction: 'asc' } as const;
        const page = await backend.call('records.page', { entity: entity.name, where, sort, limit: most });
        return page.rows.map((record) => ({ entity, record, title: titleOf(entity, record) }));
      },
      refetchInterval: everyMs,
      refetchIntervalInBackground: true,
    })),
    combine: (answers) => answers.flatMap(({ data }) => data ?? []),
  });
}
