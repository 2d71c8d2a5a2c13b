import { ManyReminders, ReminderCard } from './reminder-card.tsx';
import { useDueReminders } from './use-due-reminders.ts';

/** More than this many at once are one card. */
const mostApart = 3;

/** What reminds the user, in a corner, until it is done, moved or dismissed; takes no focus. */
export function Reminders() {
  const due = useDueReminders();
  return (
    <section
      aria-label="Reminders"
      aria-live="polite"
      className="pointer-events-none fixed top-14 right-4 z-30 flex flex-col gap-2 *:pointer-events-auto max-md:right-2 max-md:left-2"
    >
      {due.length > mostApart ? (
        <ManyReminders due={due} />
      ) : (
        due.map((one) => <ReminderCard key={one.record.id} due={one} />)
      )}
    </section>
  );
}
