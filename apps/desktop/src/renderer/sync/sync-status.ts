import { useQuery } from '@tanstack/react-query';
import type { SyncStatus } from '../../shared/api.ts';
import { useBackend } from '../data/backend.tsx';

/** How the workspace and its server stand to each other; the backend says when it is another. */
export function useSyncStatus() {
  const backend = useBackend();
  return useQuery({ queryKey: ['sync', 'status'], queryFn: () => backend.call('sync.status', {}) });
}

/** A word or two for the pill, and what they mean. Never by colour alone. */
export interface SyncWords {
  readonly label: string;
  readonly detail: string;
  readonly look: 'quiet' | 'good' | 'warn' | 'bad';
}

const waitingText = (count: number): string => (count === 1 ? '1 waiting' : `${count.toLocaleString('en-US')} waiting`);

export function syncWords({ state, trouble, waiting, attention, account }: SyncStatus): SyncWords {
  const where = account ? `${account.organizationName} on ${account.address}` : '';
  if (state === 'alone') {
    return {
      label: 'On this device',
      detail: 'Everything is saved on this device. It is not connected to a server.',
      look: 'quiet',
    };
  }
  if (state === 'removed' || state === 'outdated') {
    return { label: state === 'removed' ? 'Removed' : 'Update needed', detail: trouble ?? '', look: 'bad' };
  }
  if (state === 'signed-out') return { label: 'Sign in again', detail: trouble ?? '', look: 'warn' };
  if (attention > 0) {
    return { label: `Needs attention (${attention})`, detail: 'Some edits need your decision.', look: 'warn' };
  }
  if (state === 'offline' || state === 'closed' || state === 'paused') {
    const word = state === 'paused' ? 'Paused' : 'Offline';
    const label = waiting === 0 ? word : `${word} – ${waitingText(waiting)}`;
    return { label, detail: trouble ?? 'What you do is kept and sent later.', look: 'warn' };
  }
  if (trouble !== null) {
    return { label: waiting === 0 ? 'Slow' : `Slow – ${waitingText(waiting)}`, detail: trouble, look: 'warn' };
  }
  if (state === 'loading') return { label: 'Loading', detail: `Getting ${where}.`, look: 'quiet' };
  if (waiting > 0) return { label: `Saving (${waiting})`, detail: `Sending to ${where}.`, look: 'quiet' };
  return { label: 'Synced', detail: `The same as ${where}.`, look: 'good' };
}
