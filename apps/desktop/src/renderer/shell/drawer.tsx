import { Dialog } from 'radix-ui';
import { useReturnFocus } from '../ui/use-return-focus.ts';
import { openDrawer } from './shell-state.ts';
import { Sidebar } from './sidebar.tsx';

/** The sidebar of a narrow window: over the page, and closed by Esc, by a choice or by a click beside it. */
export function Drawer() {
  const returnFocus = useReturnFocus();
  return (
    <Dialog.Root open onOpenChange={openDrawer}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-scrim md:hidden" />
        <Dialog.Content
          aria-describedby={undefined}
          onCloseAutoFocus={returnFocus}
          className="fixed inset-y-0 left-0 z-50 outline-none md:hidden"
        >
          <Dialog.Title className="sr-only">Menu</Dialog.Title>
          <Sidebar isDrawer />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
