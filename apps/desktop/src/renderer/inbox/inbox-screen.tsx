import { CircleCheck } from 'lucide-react';
import { Link } from 'wouter';
import { recordPath } from '../data/model.ts';
import { EntityIcon } from '../format/entity-icon.tsx';
import { instantText } from '../format/values.ts';
import { type DueReminder, useDueReminders } from '../reminders/use-due-reminders.ts';
import { TopBar } from '../shell/top-bar.tsx';
import { AttentionList } from '../sync/attention-list.tsx';
import { useSyncStatus } from '../sync/sync-status.ts';

/** What waits for this user: edits to decide about, and what is due. */
export function InboxScreen() {
  const due = useDueReminders();
  const isConnected = (useSyncStatus().data?.account ?? null) !== null;
  return (
    <>
      <TopBar crumbs={[{ label: 'Inbox' }]} />
      <div className="min-h-0 flex-1 overflow-y-auto p-6 max-sm:p-4">
        <div className="mx-auto flex max-w-2xl flex-col gap-8">
          {isConnected && (
            <section aria-label="Needs attention" className="flex flex-col gap-3">
              <h2>Needs attention</h2>
              <AttentionList />
            </section>
          )}
          <section aria-label="Due" className="flex flex-col gap-3">
            <h2>Due</h2>
            {due.length === 0 ? (
              <p className="flex items-center gap-2 text-soft">
                <CircleCheck aria-hidden className="size-4" />
                Nothing is due.
              </p>
            ) : (
              <ul className="card divide-y">
                {due.map((one) => (
                  <Due key={one.record.id} due={one} />
                ))}
              </ul>
            )}
          </section>
        </div>
      </div>
    </>
  );
}

function Due({ due: { entity, record, title } }: { due: DueReminder }) {
  const at = record[entity.views.reminds?.at ?? ''];
  return (
    <li className="flex min-h-9 items-center gap-3 px-3 py-1.5">
      <EntityIcon name={entity.icon} />
      <Link href={recordPath(entity.name, record.id)} className="min-w-0 flex-1 truncate font-medium hover:underline">
        {title}
      </Link>
      {typeof at === 'number' && <time className="shrink-0 text-label text-faint">{instantText(at)}</time>}
    </li>
  );
}
