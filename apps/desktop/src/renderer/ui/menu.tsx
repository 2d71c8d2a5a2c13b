import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';

export interface MenuItem {
  /** Default: the label. */
  readonly key?: string;
  readonly label: string;
  readonly onSelect: () => void;
  readonly icon?: ReactNode;
  readonly isDanger?: boolean;
  readonly isDisabled?: boolean;
  /** A sentence under the label, such as why it is not possible. */
  readonly detail?: string | undefined;
}

export function Menu({
  trigger,
  items,
  heading,
  align = 'end',
  onOpenChange,
}: {
  trigger: ReactNode;
  items: readonly MenuItem[];
  heading?: string;
  align?: 'start' | 'end';
  onOpenChange?: (isOpen: boolean) => void;
}) {
  return (
    <DropdownMenu.Root modal={false} {...(onOpenChange ? { onOpenChange } : {})}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className="z-50 max-h-80 min-w-44 overflow-y-auto rounded-card border bg-raised p-1"
        >
          {heading !== undefined && (
            <DropdownMenu.Label className="px-2 py-1 text-label text-faint">{heading}</DropdownMenu.Label>
          )}
          {items.map((item) => (
            <DropdownMenu.Item
              key={item.key ?? item.label}
              disabled={item.isDisabled ?? false}
              onSelect={item.onSelect}
              className={`flex min-h-7 max-w-72 cursor-pointer items-center gap-2 rounded-control px-2 py-1 outline-none data-disabled:cursor-default data-disabled:text-faint data-highlighted:bg-selected [&_svg]:size-4 ${item.isDanger ? 'text-bad' : ''}`}
            >
              {item.icon}
              <span>
                {item.label}
                {item.detail !== undefined && <span className="block text-label">{item.detail}</span>}
              </span>
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
