import { Check, ChevronsUpDown, Plus } from 'lucide-react';
import { useWorkspace } from '../data/queries.ts';
import { Menu } from '../ui/menu.tsx';
import { useOpenWorkspace, useWorkspaces } from './use-workspaces.ts';

/** Which workspace this is; a click opens another one of this device. */
export function WorkspaceMenu() {
  const { name } = useWorkspace();
  const { data } = useWorkspaces();
  const open = useOpenWorkspace();
  const items = [
    ...(data?.workspaces ?? []).map(({ id, name: label, server, isOpen }) => ({
      key: id,
      label,
      detail: server ?? 'On this device',
      icon: <Check aria-hidden className={isOpen ? 'shrink-0' : 'invisible shrink-0'} />,
      onSelect: () => (isOpen ? undefined : void open(id)),
    })),
    ...(data?.canAdd === true
      ? [
          {
            key: 'add',
            label: 'Add a workspace',
            icon: <Plus aria-hidden className="shrink-0" />,
            onSelect: () => void open(null),
          },
        ]
      : []),
  ];
  return (
    <Menu
      heading="Workspaces"
      align="start"
      items={items}
      trigger={
        <button
          type="button"
          className="flex h-7 min-w-0 flex-1 items-center gap-2 rounded-control pr-1 text-left hover:bg-hover"
        >
          <span
            aria-hidden
            className="flex size-6 shrink-0 items-center justify-center rounded-control bg-accent text-label font-semibold text-accent-ink"
          >
            {name.charAt(0).toUpperCase()}
          </span>
          <span className="sr-only">Workspace: </span>
          <span className="min-w-0 flex-1 truncate font-semibold">{name}</span>
          <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-faint" />
        </button>
      }
    />
  );
}
