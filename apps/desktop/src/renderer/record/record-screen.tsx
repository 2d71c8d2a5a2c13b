import { type Entity, isRecordId } from '@satchel/core';
import { Trash2 } from 'lucide-react';
import { Tabs } from 'radix-ui';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { sentences, useCommit } from '../data/commit.ts';
import { useRecord } from '../data/queries.ts';
import { useMay } from '../data/use-may.ts';
import { titleOf } from '../format/values.ts';
import { WhoElse } from '../presence/who-else.tsx';
import { MissingPage } from '../shell/missing-page.tsx';
import { TopBar } from '../shell/top-bar.tsx';
import { Button } from '../ui/button.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { Loading } from '../ui/loading.tsx';
import { UnsentDot } from '../ui/unsent-dot.tsx';
import { ActionButton } from './action-button.tsx';
import { Attributes } from './attributes.tsx';
import { Composer } from './composer.tsx';
import { HistoryTab } from './history-tab.tsx';
import { RecordCounts } from './record-counts.tsx';
import { RelatedLists } from './related-lists.tsx';
import { StageStepper } from './stage-stepper.tsx';
import { Timeline } from './timeline.tsx';

const tabLook =
  'h-9 border-b-2 border-transparent px-1 text-soft data-[state=active]:border-accent data-[state=active]:font-medium data-[state=active]:text-ink';

export function RecordScreen({ entity, id }: { entity: Entity; id: string }) {
  const [, navigate] = useLocation();
  const detail = useRecord(entity.name, id);
  const commit = useCommit();
  const may = useMay();
  const [problem, setProblem] = useState<string | null>(null);
  const list = { label: entity.labelPlural, to: `/e/${entity.plural}` };
  if (detail.isError) {
    return (
      <>
        <TopBar crumbs={[list]} />
        <ErrorState
          title={`This ${entity.label.toLowerCase()} could not be read.`}
          detail={detail.error.message}
          retry={() => void detail.refetch()}
        />
      </>
    );
  }
  if (detail.data === undefined && isRecordId(id)) {
    return (
      <>
        <TopBar crumbs={[list]} />
        <Loading />
      </>
    );
  }
  if (!detail.data || detail.data.record.deletedAt !== null) {
    return (
      <MissingPage
        crumbs={[list]}
        title={`This ${entity.label.toLowerCase()} is not here.`}
        detail="It was deleted, or it is not shared with you."
      />
    );
  }
  const { record } = detail.data;
  const title = titleOf(record, entity.views.title);
  const canUpdate = may(entity, 'update', record);
  const remove = async () => {
    const result = await commit(
      [{ kind: 'delete', entity: entity.name, id: record.id, base: record.rev }],
      `${title} deleted`,
    );
    if (result.ok) navigate(`/e/${entity.plural}`);
    else setProblem(sentences(result.error));
  };
  return (
    <>
      <TopBar crumbs={[list, { label: title }]}>
        <WhoElse entity={entity.name} id={record.id} />
        {canUpdate &&
          entity.actions
            ?.filter((action) => action.isOffered(record))
            .map((action) => <ActionButton key={action.name} entity={entity} record={record} action={action} />)}
        {may(entity, 'delete', record) && (
          <Button look="quiet" isIcon aria-label={`Delete ${title}`} title="Delete" onClick={() => void remove()}>
            <Trash2 aria-hidden />
          </Button>
        )}
      </TopBar>
      {!canUpdate && (
        <p className="border-b bg-warn-soft px-4 py-1.5 text-warn">
          You can read this, and only its owner or an admin can change it.
        </p>
      )}
      {problem !== null && (
        <p role="alert" className="border-b border-bad bg-bad-soft px-4 py-2 text-bad">
          {problem}
        </p>
      )}
      <div className="flex min-h-0 flex-1 overflow-hidden max-lg:block max-lg:overflow-y-auto">
        <section aria-label="Activity" className="flex min-w-0 flex-3 flex-col lg:overflow-y-auto">
          <header className="px-6 pt-5 pb-3 max-sm:px-4">
            <p className="flex items-center gap-2 text-page font-semibold tracking-tight">
              <span className="min-w-0 break-words">{title}</span>
              {detail.data.unsent.length > 0 && <UnsentDot />}
            </p>
            <RecordCounts entity={entity} id={record.id} />
            {entity.views.board && <StageStepper entity={entity} record={record} />}
          </header>
          <Tabs.Root defaultValue="timeline" className="flex flex-col">
            <Tabs.List aria-label="About this record" className="flex gap-4 border-b px-6 max-sm:px-4">
              <Tabs.Trigger value="timeline" className={tabLook}>
                Timeline
              </Tabs.Trigger>
              <Tabs.Trigger value="related" className={tabLook}>
                Related
              </Tabs.Trigger>
              <Tabs.Trigger value="history" className={tabLook}>
                History
              </Tabs.Trigger>
            </Tabs.List>
            <Tabs.Content value="timeline" className="px-6 py-4 outline-none max-sm:px-4">
              <Composer entity={entity} record={record} />
              <Timeline entity={entity} id={record.id} />
            </Tabs.Content>
            <Tabs.Content value="related" className="px-6 py-4 outline-none max-sm:px-4">
              <RelatedLists entity={entity} id={record.id} />
            </Tabs.Content>
            <Tabs.Content value="history" className="px-6 py-4 outline-none max-sm:px-4">
              <HistoryTab entity={entity} id={record.id} />
            </Tabs.Content>
          </Tabs.Root>
        </section>
        <aside
          aria-label="Attributes"
          className="flex-2 border-l bg-app p-4 max-lg:border-t max-lg:border-l-0 lg:max-w-110 lg:overflow-y-auto"
        >
          <Attributes entity={entity} detail={detail.data} canUpdate={canUpdate} />
        </aside>
      </div>
    </>
  );
}
