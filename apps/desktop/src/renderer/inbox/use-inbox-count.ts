import { useDueReminders } from '../reminders/use-due-reminders.ts';
import { useSyncStatus } from '../sync/sync-status.ts';

/** How much waits for this user. */
export function useInboxCount(): number {
  return useDueReminders().length + (useSyncStatus().data?.attention ?? 0);
}
