import type { Intention } from '../change/change.ts';
import { defineEntity } from '../entity/define-entity.ts';
import { first, load } from '../entity/need.ts';
import { choice, date, longText, money, orderKey, reference, references, text } from '../field/field.ts';
import type { RecordId } from '../id/uuid.ts';
import { may } from '../permission/may.ts';
import { company } from './company.ts';
import { pipeline } from './pipeline.ts';
import { product } from './product.ts';
import { stage } from './stage.ts';
import { stagesOf } from './stages-of.ts';

const statusLabels = { open: 'Open', won: 'Won', lost: 'Lost' };

/** A sale in progress or closed. Stage says how far it is, status how it ended. */
export const deal = defineEntity({
  name: 'deal',
  plural: 'deals',
  label: 'Deal',
  labelPlural: 'Deals',
  aliases: ['opportunity', 'opportunities', 'sales_pipeline'],
  icon: 'Handshake',
  place: 'main',
  fields: {
    title: text({
      required: true,
      search: true,
      index: true,
      importNames: ['deal', 'opportunity', 'deal name', 'name'],
    }),
    company: reference('company', { importNames: ['account', 'account name', 'organization'], backLabel: 'Deals' }),
    contacts: references('contact', { importNames: ['contact', 'contact name'] }),
    product: reference('product'),
    owner: reference('member', {
      required: true,
      merge: 'guarded',
      label: 'Owner',
      importNames: ['sales agent', 'sales rep', 'deal owner', 'assigned to', 'agent'],
    }),
    pipeline: reference('pipeline', {
      required: true,
      among: { kind: 'deal' },
      help: 'Left empty, it is the first one for deals.',
    }),
    stage: reference('stage', {
      required: true,
      merge: 'guarded',
      within: 'pipeline',
      help: 'Left empty, it is the first one of the pipeline.',
      importNames: ['deal stage', 'sales stage'],
    }),
    status: choice(['open', 'won', 'lost'], {
      required: true,
      initial: 'open',
      merge: 'guarded',
      index: true,
      choiceLabels: statusLabels,
      choiceImportNames: { 'closed won': 'won', 'closed lost': 'lost', prospecting: 'open', engaging: 'open' },
      importNames: ['deal stage', 'outcome'],
    }),
    amount: money({
      merge: 'guarded',
      index: true,
      importNames: ['close value', 'value', 'deal value', 'price', 'revenue'],
    }),
    engagedOn: date({ label: 'Engaged on', importNames: ['engage date', 'start date', 'created date'] }),
    expectedClose: date({ label: 'Expected close', importNames: ['expected close date', 'due date'] }),
    closedOn: date({ label: 'Closed on', index: true, importNames: ['close date', 'closed date', 'won date'] }),
    lostReason: text({ label: 'Lost reason', importNames: ['reason lost', 'loss reason'] }),
    boardOrder: orderKey(),
    tags: references('tag'),
    description: longText({ search: true }),
    externalId: text({
      hidden: true,
      index: true,
      label: 'External id',
      importNames: ['opportunity id', 'deal id', 'id', 'record id'],
    }),
  },
  needs: ({ before, after, changed }) => ({
    stageBefore: changed.has('stage') && before ? load(stage, before.stage) : load(stage, null),
    stageAfter: load(stage, after.stage),
    // A deal without a title is called by what is sold to whom.
    titleCompany: load(company, after.title === null ? after.company : null),
    titleProduct: load(product, after.title === null ? after.product : null),
    defaultPipeline:
      after.pipeline === null && after.stage === null
        ? first(pipeline, { field: 'kind', op: 'eq', value: 'deal' }, 'position')
        : load(pipeline, null),
    firstOpen:
      after.pipeline !== null && (after.stage === null || (changed.has('status') && after.status === 'open'))
        ? first(stage, stagesOf(after.pipeline, ['open']), 'position')
        : load(stage, null),
    closing:
      after.pipeline !== null && changed.has('status') && (after.status === 'won' || after.status === 'lost')
        ? first(stage, stagesOf(after.pipeline, [after.status, 'closed']), 'position')
        : load(stage, null),
  }),
  settle: ({ before, after, facts, changed, today }) => {
    const { stageAfter, titleProduct } = facts;
    if (after.title === null && titleProduct) {
      return { title: `${facts.titleCompany?.name ?? 'No account'} – ${titleProduct.name}` };
    }
    if (after.pipeline === null) {
      const settled = stageAfter?.pipeline ?? facts.defaultPipeline?.id;
      return settled ? { pipeline: settled } : {};
    }
    const closed = after.status === 'won' || after.status === 'lost';
    if (after.stage === null) {
      const settled = closed ? facts.closing : facts.firstOpen;
      return settled ? { stage: settled.id } : {};
    }
    const closedOn = closed ? (after.closedOn ?? today) : before && changed.has('status') ? null : after.closedOn;
    if (!before || !stageAfter || changed.has('stage') === changed.has('status')) return { closedOn };
    if (changed.has('stage')) {
      const { type } = stageAfter;
      const status = type === 'closed' ? after.status : type;
      return { status, closedOn };
    }
    const settled = closed ? facts.closing : facts.firstOpen;
    return settled && !isStageOf(after.status, stageAfter.type) ? { stage: settled.id, closedOn } : { closedOn };
  },
  rules: [
    {
      code: 'won-needs-amount',
      field: 'amount',
      message: 'A won deal needs an amount above zero.',
      holds: ({ after }) => after.status !== 'won' || (after.amount?.minor ?? 0) > 0,
    },
    {
      code: 'stage-of-pipeline',
      field: 'stage',
      message: 'This stage belongs to another pipeline. Choose one of the deal’s own pipeline.',
      holds: ({ after, facts }) => !facts.stageAfter || facts.stageAfter.pipeline === after.pipeline,
    },
    {
      code: 'closed-means-won-or-lost',
      field: 'status',
      message: 'A closed deal is won or lost, an open one is neither. Say how it ended.',
      holds: ({ after, facts }) => {
        const type = facts.stageAfter?.type;
        return !type || isStageOf(after.status, type);
      },
    },
    {
      code: 'only-leads-move-back',
      field: 'stage',
      message: 'Only owners and admins can move a deal back.',
      holds: ({ before, after, facts, actor, isOwnUndo }) => {
        if (!before || isOwnUndo || may(actor, 'deals.rollback_stage')) return true;
        if (before.status !== 'open' && after.status === 'open') return false;
        const { stageBefore, stageAfter } = facts;
        if (!stageBefore || !stageAfter || stageBefore.pipeline !== stageAfter.pipeline) return true;
        return (stageAfter.position ?? 0) >= (stageBefore.position ?? 0);
      },
    },
  ],
  consequences: ({ before, after, changed, facts, isDelete, consequenceId }) => {
    if (!before || isDelete || !(changed.has('stage') || changed.has('status'))) return [];
    return [
      stageActivity(before, after, facts.stageBefore?.name ?? null, facts.stageAfter?.name ?? null, consequenceId),
    ];
  },
  events: [
    { name: 'deal.stage_changed', happened: (before, after) => before !== null && before.stage !== after.stage },
    { name: 'deal.won', happened: (before, after) => after.status === 'won' && before?.status !== 'won' },
    { name: 'deal.lost', happened: (before, after) => after.status === 'lost' && before?.status !== 'lost' },
  ],
  indexes: [['stage', 'boardOrder']],
  views: {
    title: 'title',
    list: ['title', 'company', 'stage', 'status', 'amount', 'owner', 'product', 'engagedOn', 'closedOn', 'tags'],
    sort: { field: 'createdAt', direction: 'desc' },
    board: {
      by: 'stage',
      order: 'boardOrder',
      amount: 'amount',
      card: ['company', 'amount', 'owner', 'expectedClose'],
    },
    form: [
      'title',
      'company',
      'contacts',
      'product',
      'amount',
      'pipeline',
      'stage',
      'status',
      'owner',
      'engagedOn',
      'expectedClose',
      'closedOn',
      'lostReason',
      'tags',
      'description',
    ],
  },
});

/** A closed stage is the end of won and lost deals; every other type is that of one status. */
const isStageOf = (status: DealLike['status'], type: string | null): boolean =>
  type === 'closed' ? status === 'won' || status === 'lost' : status === type;

function stageActivity(
  before: DealLike,
  after: DealLike,
  fromStage: string | null,
  toStage: string | null,
  consequenceId: (rule: string) => RecordId,
): Intention {
  const stageMoved = before.stage !== after.stage;
  const statusMoved = before.status !== after.status;
  const lines = [
    ...(stageMoved ? [`Stage: ${fromStage ?? '–'} → ${toStage ?? '–'}`] : []),
    ...(statusMoved ? [`Status: ${labelOfStatus(before.status)} → ${labelOfStatus(after.status)}`] : []),
  ];
  return {
    kind: 'create',
    entity: 'activity',
    id: consequenceId('stage-or-status-changed'),
    fields: {
      kind: stageMoved ? 'stage_change' : 'status_change',
      summary: lines.join(' · '),
      detail: {
        ...(stageMoved ? { fromStage: before.stage, toStage: after.stage } : {}),
        ...(statusMoved ? { fromStatus: before.status, toStatus: after.status } : {}),
      },
      deal: after.id,
      company: after.company,
      owner: after.owner,
    },
  };
}

interface DealLike {
  readonly id: RecordId;
  readonly owner: RecordId | null;
  readonly company: RecordId | null;
  readonly stage: RecordId | null;
  readonly status: 'open' | 'won' | 'lost' | null;
}

const labelOfStatus = (status: DealLike['status']): string => (status ? statusLabels[status] : '–');
