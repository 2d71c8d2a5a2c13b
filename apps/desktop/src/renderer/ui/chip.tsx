import clsx from 'clsx';
import type { ReactNode } from 'react';

const hues = [
  '#6e56cf',
  '#0b6577',
  '#237032',
  '#9a4f00',
  '#c2255c',
  '#1864ab',
  '#7a5d00',
  '#a61e4d',
  '#3f6b0a',
  '#495057',
];

interface ChipProps {
  readonly children: ReactNode;
  readonly hueOf?: string;
  readonly isStruck?: boolean;
  /** Instead of the dot. */
  readonly icon?: ReactNode;
}

/** A word with a dot whose colour follows from the word, so that it is always the same. */
export function Chip({ children, hueOf, isStruck, icon }: ChipProps) {
  return (
    <span
      className={clsx(
        'inline-flex h-5 max-w-full items-center gap-1.5 rounded-control border bg-surface px-1.5 text-label',
        isStruck && 'line-through text-faint',
      )}
    >
      {icon !== undefined && <span className="[&_svg]:size-3.5">{icon}</span>}
      {hueOf !== undefined && (
        <span
          aria-hidden
          className="size-2 shrink-0 rounded-full dark:brightness-150"
          style={{ background: hueFor(hueOf) }}
        />
      )}
      <span className="truncate">{children}</span>
    </span>
  );
}

/** Words whose colour people expect; the words beside it say the same. */
const knownHues: Readonly<Record<string, string>> = {
  won: '#237032',
  done: '#237032',
  customer: '#237032',
  completed: '#237032',
  lost: '#c92a2a',
  failed: '#c92a2a',
  high: '#c92a2a',
  open: '#1864ab',
  doing: '#9a4f00',
  todo: '#6b7178',
};

export function hueFor(text: string): string {
  const known = knownHues[text];
  if (known !== undefined) return known;
  let hash = 0;
  for (const character of text) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return hues[hash % hues.length] ?? '#495057';
}
