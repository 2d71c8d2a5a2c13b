import clsx from 'clsx';
import { Cloud, CloudAlert, CloudOff, CloudUpload, HardDrive, type LucideIcon } from 'lucide-react';
import { Link } from 'wouter';
import { type SyncWords, syncWords, useSyncStatus } from './sync-status.ts';

const icons: Readonly<Record<SyncWords['look'], LucideIcon>> = {
  quiet: CloudUpload,
  good: Cloud,
  warn: CloudOff,
  bad: CloudAlert,
};

/** How what is on screen and the server stand to each other; a click opens what there is to know of it. */
export function SyncPill() {
  const { data } = useSyncStatus();
  if (!data) return null;
  const { label, detail, look } = syncWords(data);
  const Icon = data.state === 'alone' ? HardDrive : data.attention > 0 ? CloudAlert : icons[look];
  return (
    <Link
      href="/sync"
      title={detail}
      className={clsx(
        'flex h-6 shrink-0 items-center gap-1.5 rounded-full border px-2 text-label hover:bg-hover',
        look === 'warn' && 'border-transparent bg-warn-soft text-warn',
        look === 'bad' && 'border-transparent bg-bad-soft text-bad',
        (look === 'quiet' || look === 'good') && 'text-soft',
      )}
    >
      <Icon aria-hidden className="size-3.5" />
      <output className="max-sm:sr-only">{label}</output>
    </Link>
  );
}
