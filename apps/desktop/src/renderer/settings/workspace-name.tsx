import { useState } from 'react';
import { answered } from '../data/answered.ts';
import { useBackend } from '../data/backend.tsx';
import { sentences } from '../data/commit.ts';
import { queryClient, useWorkspace } from '../data/queries.ts';
import { Button } from '../ui/button.tsx';

export function WorkspaceName() {
  const backend = useBackend();
  const { name } = useWorkspace();
  const [draft, setDraft] = useState(name);
  const [problem, setProblem] = useState<string | null>(null);
  const save = async () => {
    const result = await answered(backend.call('workspace.rename', { name: draft }));
    setProblem(result.ok ? null : sentences(result.error));
    if (result.ok) await queryClient.invalidateQueries({ queryKey: ['workspace'] });
  };
  return (
    <form
      className="flex items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <label className="flex flex-1 flex-col gap-1">
        <span className="text-label font-medium text-soft">Workspace name</span>
        <input
          className="control"
          aria-invalid={problem !== null}
          maxLength={100}
          value={draft}
          onChange={(event) => setDraft(event.target.value)}
        />
        {problem !== null && (
          <span role="alert" className="text-label text-bad">
            {problem}
          </span>
        )}
      </label>
      <Button type="submit" className="h-8!" disabled={draft === name}>
        Save
      </Button>
    </form>
  );
}
