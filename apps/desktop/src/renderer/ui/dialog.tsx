import { X } from 'lucide-react';
import { Dialog as RadixDialog } from 'radix-ui';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { useReturnFocus } from './use-return-focus.ts';

interface DialogProps {
  readonly title: string;
  readonly description?: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly widthPx?: number;
}

/** A modal with a heading; Esc and the cross close it, focus stays inside and goes back. */
export function Dialog({ title, description, isOpen, onClose, children, widthPx = 520 }: DialogProps) {
  const returnFocus = useReturnFocus();
  return (
    <RadixDialog.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <RadixDialog.Portal>
        <RadixDialog.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <RadixDialog.Content
          {...(description === undefined ? { 'aria-describedby': undefined } : {})}
          onCloseAutoFocus={returnFocus}
          style={{ width: `min(${widthPx}px, calc(100vw - 16px))` }}
          className="appear fixed top-[8vh] left-1/2 z-50 flex max-h-[84vh] -translate-x-1/2 flex-col rounded-card border border-line bg-raised"
        >
          <header className="flex items-center justify-between gap-2 border-b px-4 py-3">
            <RadixDialog.Title className="text-section font-semibold">{title}</RadixDialog.Title>
            <RadixDialog.Close asChild>
              <Button look="quiet" isIcon aria-label="Close">
                <X aria-hidden />
              </Button>
            </RadixDialog.Close>
          </header>
          {description !== undefined && (
            <RadixDialog.Description className="px-4 pt-3 text-soft">{description}</RadixDialog.Description>
          )}
          {children}
        </RadixDialog.Content>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  );
}
