import { useEffect } from 'react';
import { toast } from 'sonner';
import { useWorkspaces } from './use-workspaces.ts';

/** Tells once what became of the workspace that was open before this one. */
export function WipeNotice() {
  const notice = useWorkspaces().data?.notice ?? null;
  useEffect(() => {
    if (notice !== null) {
      const action = { label: 'OK', onClick: () => toast.dismiss('wiped') };
      toast(notice, { id: 'wiped', duration: Number.POSITIVE_INFINITY, action });
    }
  }, [notice]);
  return null;
}
