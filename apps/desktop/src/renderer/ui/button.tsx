import clsx from 'clsx';
import type { ButtonHTMLAttributes, Ref } from 'react';

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: 'primary' | 'plain' | 'quiet' | 'danger';
  readonly isIcon?: boolean;
  readonly ref?: Ref<HTMLButtonElement>;
}

const looks = {
  primary: 'bg-accent text-accent-ink border-transparent hover:opacity-90',
  plain: 'bg-surface text-ink border-line-strong/50 hover:bg-hover',
  quiet: 'bg-transparent text-soft border-transparent hover:bg-hover hover:text-ink',
  danger: 'bg-surface text-bad border-line-strong/50 hover:bg-bad-soft',
};

export function Button({ look = 'plain', isIcon = false, className, type = 'button', ...rest }: ButtonProps) {
  return (
    <button
      type={type}
      className={clsx(
        'inline-flex h-7 shrink-0 items-center justify-center gap-1.5 whitespace-nowrap rounded-control border font-medium transition-opacity disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0',
        isIcon ? 'w-7' : 'px-2.5',
        looks[look],
        className,
      )}
      {...rest}
    />
  );
}
