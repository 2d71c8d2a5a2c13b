import type { Intention } from '@satchel/core';
import { useState } from 'react';
import { toast } from 'sonner';
import type { AttentionItem } from '../../shared/api.ts';
import { useBackend } from '../data/backend.tsx';
import { Button } from '../ui/button.tsx';
import { RepairDialog } from './repair-dialog.tsx';

interface Repair {
  readonly title: string;
  readonly why: string;
  readonly submitLabel: string;
  readonly done: string;
  readonly intentions: readonly Intention[];
}

/** The four ways out of what needs attention. Nothing of it is forgotten before one of them is through. */
export function AttentionActions({ item }: { item: AttentionItem }) {
  const backend = useBackend();
  const [repair, setRepair] = useState<Repair | null>(null);
  const { change, edits, reasons } = item;
  const [first] = edits;
  const canSendAgain = edits.length > 0 && edits.every(({ place }) => place !== 'gone');
  const canDuplicate = edits.some(({ intention, place }) => 'fields' in intention && place !== 'new');
  const isNew = first?.place === 'new';
  const restored = edits.flatMap(({ place, intention: { kind, entity, id } }): readonly Intention[] =>
    place === 'bin' && kind === 'update' ? [{ kind: 'restore', entity, id }] : [],
  );

  const fix = () =>
    setRepair({
      title: `Fix and resend: ${first?.title ?? ''}`,
      why: restored.length > 0 ? 'It was deleted meanwhile. Sending your edit again restores it.' : reasons.join(' '),
      submitLabel: 'Resend',
      done: 'Sent again',
      intentions: [...restored, ...edits.map(({ intention }) => intention)],
    });
  const duplicate = async () =>
    setRepair({
      title: `Make a duplicate: ${first?.title ?? ''}`,
      why: 'What you wrote becomes a record of its own; the other one stays as the server has it.',
      submitLabel: 'Create',
      done: 'Duplicate made',
      intentions: await backend.call('sync.asNew', { change }),
    });
  const copy = async () => {
    await navigator.clipboard.writeText(textOf(item));
    toast('Your text was copied');
  };
  const dismiss = async () => {
    await backend.call('sync.dismiss', { change });
    toast(isNew ? 'Discarded' : 'Theirs stays', {
      action: { label: 'Undo', onClick: () => void backend.call('sync.undismiss', { change }) },
    });
  };
  return (
    <div className="flex flex-wrap gap-2">
      {canSendAgain && <Button onClick={fix}>Fix and resend</Button>}
      <Button onClick={() => void dismiss()}>{isNew ? 'Discard' : 'Keep theirs'}</Button>
      <Button onClick={() => void copy()}>Copy my text</Button>
      {canDuplicate && <Button onClick={() => void duplicate()}>Make a duplicate</Button>}
      {repair && (
        <RepairDialog
          title={repair.title}
          why={repair.why}
          submitLabel={repair.submitLabel}
          done={repair.done}
          item={item}
          intentions={repair.intentions}
          onClose={() => setRepair(null)}
        />
      )}
    </div>
  );
}

const textOf = ({ edits }: AttentionItem): string =>
  edits
    .map(({ title, lines }) => [title, ...lines.map(({ label, value }) => `${label}: ${value ?? ''}`)].join('\n'))
    .join('\n\n');
