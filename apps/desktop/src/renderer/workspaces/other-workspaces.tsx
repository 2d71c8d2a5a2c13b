import { useOpenWorkspace, useWorkspaces } from './use-workspaces.ts';

/** On the first screen: what became of the workspace that was here, and the way to those that are. */
export function OtherWorkspaces() {
  const { data } = useWorkspaces();
  const open = useOpenWorkspace();
  const notice = data?.notice ?? null;
  const others = (data?.workspaces ?? []).filter(({ isOpen }) => !isOpen);
  return (
    <>
      {notice !== null && (
        <output className="rounded-control border border-warn bg-warn-soft px-3 py-2 text-warn">{notice}</output>
      )}
      {others.length > 0 && (
        <p className="text-soft">
          This is a new workspace. Set it up, or go to{' '}
          {others.map(({ id, name }, index) => (
            <span key={id}>
              {index > 0 && ', '}
              <button type="button" className="underline hover:text-ink" onClick={() => void open(id)}>
                {name}
              </button>
            </span>
          ))}
          .
        </p>
      )}
    </>
  );
}
