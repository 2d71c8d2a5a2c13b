/* oxlint-disable jsx-a11y/prefer-tag-over-role -- <progress> cannot be styled alike everywhere */
import { percentText } from '../format/values.ts';
import { Button } from './button.tsx';

interface ProgressCardProps {
  readonly words: string;
  /** 0 to 1; null while it is not known. */
  readonly share: number | null;
  /** How many of how many; may be empty. */
  readonly rows: string;
  readonly isCancelling: boolean;
  readonly onCancel: () => void;
}

export function ProgressCard({ words, share, rows, isCancelling, onCancel }: ProgressCardProps) {
  return (
    <div className="card flex flex-col gap-3 p-6">
      <p aria-live="polite" className="font-medium">
        {words} …
      </p>
      <div
        role="progressbar"
        aria-label={words}
        aria-valuemin={0}
        aria-valuemax={100}
        {...(share === null ? {} : { 'aria-valuenow': Math.round(share * 100) })}
        className="h-2 overflow-hidden rounded-full bg-hover"
      >
        <div
          className="h-full w-full origin-left bg-accent transition-transform"
          style={{ transform: `scaleX(${share ?? 0.05})` }}
        />
      </div>
      <div className="flex items-center justify-between">
        <span className="flex gap-2 text-label text-soft">
          <span>{share === null ? '' : percentText(share)}</span>
          <span className="text-faint">{rows}</span>
        </span>
        <Button disabled={isCancelling} onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </div>
  );
}
