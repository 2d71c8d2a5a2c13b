import type { Intention } from '../change/change.ts';
import type { RecordId } from '../id/uuid.ts';

interface StageSeed {
  readonly key: string;
  readonly name: string;
  readonly type: 'open' | 'won' | 'lost' | 'closed';
  readonly probability: number;
}

interface PipelineSeed {
  readonly key: string;
  readonly name: string;
  readonly kind: 'deal' | 'lead';
  readonly stages: readonly StageSeed[];
}

const seed = (key: string, name: string, type: StageSeed['type'], probability: number): StageSeed => ({
  key,
  name,
  type,
  probability,
});

/** What a new workspace starts with. Keys stay for ever: they match seeds when two workspaces become one. */
export const defaultPipelines: readonly PipelineSeed[] = [
  {
    key: 'deals',
    name: 'Sales',
    kind: 'deal',
    stages: [
      seed('qualification', 'Qualification', 'open', 20),
      seed('proposal', 'Proposal', 'open', 40),
      seed('negotiation', 'Negotiation', 'open', 70),
      seed('closed', 'Closed', 'closed', 100),
    ],
  },
  {
    key: 'leads',
    name: 'Leads',
    kind: 'lead',
    stages: [
      seed('new', 'New', 'open', 5),
      seed('contacted', 'Contacted', 'open', 10),
      seed('qualified', 'Qualified', 'open', 30),
      seed('proposal', 'Proposal', 'open', 50),
      seed('closed_won', 'Closed Won', 'won', 100),
      seed('closed_lost', 'Closed Lost', 'lost', 0),
    ],
  },
];

/** The records of a new workspace: its user as owner, and the default pipelines with their stages. */
export function setupIntentions(
  user: { readonly id: RecordId; readonly name: string },
  newId: () => RecordId,
): readonly Intention[] {
  return [
    { kind: 'create', entity: 'member', id: user.id, fields: { name: user.name, role: 'owner', owner: user.id } },
    ...defaultPipelines.flatMap((pipeline, index): Intention[] => {
      const pipelineId = newId();
      return [
        {
          kind: 'create',
          entity: 'pipeline',
          id: pipelineId,
          fields: { name: pipeline.name, key: pipeline.key, kind: pipeline.kind, position: index + 1 },
        },
        ...pipeline.stages.map(
          (stage, position): Intention => ({
            kind: 'create',
            entity: 'stage',
            id: newId(),
            fields: { ...stage, pipeline: pipelineId, position: position + 1 },
          }),
        ),
      ];
    }),
  ];
}
