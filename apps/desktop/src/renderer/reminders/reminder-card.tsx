import { Bell, Clock } from 'lucide-react';
import { toast } from 'sonner';
import { useLocation } from 'wouter';
import { sentences, useCommit } from '../data/commit.ts';
import { listPath, recordPath } from '../data/model.ts';
import { Button } from '../ui/button.tsx';
import { Menu } from '../ui/menu.tsx';
import type { DueReminder } from './use-due-reminders.ts';

const hourMs = 3_600_000;

/** Nine in the morning of the next day, where the user is. */
function tomorrowMorning(): number {
  const morning = new Date();
  morning.setDate(morning.getDate() + 1);
  return morning.setHours(9, 0, 0, 0);
}

const card =
  'flex w-80 max-w-full flex-col gap-2 max-md:w-full rounded-card border border-line-strong bg-raised p-3 text-ink';

export function ReminderCard({ due: { entity, record, title } }: { due: DueReminder }) {
  const commit = useCommit();
  const [, navigate] = useLocation();
  const { reminds } = entity.views;
  if (!reminds) return null;
  const set = async (fields: typeof reminds.done.fields, label: string) => {
    const result = await commit([{ kind: 'update', entity: entity.name, id: record.id, fields }], label);
    if (!result.ok) toast.error(sentences(result.error));
  };
  return (
    <section aria-label={`Reminder: ${title}`} className={card}>
      <p className="flex items-start gap-2">
        <Bell aria-hidden className="mt-0.5 size-4 shrink-0 text-accent" />
        <span className="min-w-0 flex-1 break-words font-medium">{title}</span>
      </p>
      <div className="flex flex-wrap items-center gap-1.5">
        <Button look="primary" onClick={() => void set(reminds.done.fields, `${entity.label} done`)}>
          Done
        </Button>
        <Button onClick={() => navigate(recordPath(entity.name, record.id))}>Open</Button>
        <Menu
          trigger={
            <Button>
              <Clock aria-hidden />
              Snooze
            </Button>
          }
          items={[
            { label: 'In an hour', onSelect: () => void set({ [reminds.at]: Date.now() + hourMs }, 'Reminder moved') },
            {
              label: 'Tomorrow morning',
              onSelect: () => void set({ [reminds.at]: tomorrowMorning() }, 'Reminder moved'),
            },
          ]}
        />
        <Button look="quiet" className="ml-auto" onClick={() => void set({ [reminds.at]: null }, 'Reminder dismissed')}>
          Dismiss
        </Button>
      </div>
    </section>
  );
}

/** Many at once, such as after a holiday: where to find them. */
export function ManyReminders({ due }: { due: readonly DueReminder[] }) {
  const [, navigate] = useLocation();
  const [first] = due;
  if (!first) return null;
  return (
    <section aria-label={`${due.length} reminders`} className={card}>
      <p className="flex items-center gap-2 font-medium">
        <Bell aria-hidden className="size-4 text-accent" />
        {due.length} reminders
      </p>
      <p className="truncate text-soft">{due.map(({ title }) => title).join(', ')}</p>
      <div>
        <Button look="primary" onClick={() => navigate(listPath(first.entity))}>
          Show {first.entity.labelPlural.toLowerCase()}
        </Button>
      </div>
    </section>
  );
}
