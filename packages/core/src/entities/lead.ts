import { defineEntity } from '../entity/define-entity.ts';
import { first, load } from '../entity/need.ts';
import {
  boolean,
  choice,
  emails,
  isEmptyValue,
  longText,
  money,
  orderKey,
  phones,
  reference,
  references,
  serial,
  text,
} from '../field/field.ts';
import type { RecordId } from '../id/uuid.ts';
import { recordIdFrom } from '../id/uuid.ts';
import { isMoney } from '../money/money.ts';
import type { Where } from '../where/where.ts';
import { contact } from './contact.ts';
import { convertLead } from './convert-lead.ts';
import { deal } from './deal.ts';
import { firstLine } from './first-line.ts';
import { pipeline } from './pipeline.ts';
import { stage } from './stage.ts';
import { stagesOf } from './stages-of.ts';

/** Somebody who may become a customer, before there is a contact and a deal. */
export const lead = defineEntity({
  name: 'lead',
  plural: 'leads',
  label: 'Lead',
  labelPlural: 'Leads',
  icon: 'Sparkles',
  place: 'main',
  fields: {
    number: serial('LED', { label: 'Number', former: 'formerNumber', importNames: ['lead id', 'lead number'] }),
    formerNumber: text({ label: 'Former number', search: true, immutable: true }),
    name: text({ search: true, index: true, importNames: ['lead', 'full name', 'contact name'] }),
    company: text({ search: true, label: 'Company', importNames: ['company name', 'organization', 'account'] }),
    emails: emails({ search: true, label: 'E-mail', importNames: ['email', 'e-mail'] }),
    phones: phones({ search: true, label: 'Phone', importNames: ['phone', 'mobile', 'telephone'] }),
    pipeline: reference('pipeline', {
      required: true,
      among: { kind: 'lead' },
      help: 'Left empty, it is the first one for leads.',
    }),
    stage: reference('stage', {
      required: true,
      merge: 'guarded',
      within: 'pipeline',
      help: 'Left empty, it is the first one of the pipeline.',
      importNames: ['lead stage', 'lead status', 'status'],
    }),
    source: choice(
      ['website', 'referral', 'event', 'cold_call', 'advertisement', 'partner', 'social', 'import', 'other'],
      {
        label: 'Lead source',
        required: true,
        initial: 'other',
        index: true,
        choiceLabels: { cold_call: 'Cold call' },
        importNames: ['lead source', 'origin'],
      },
    ),
    contact: reference('contact', { label: 'Converted contact', backLabel: 'Leads' }),
    deal: reference('deal', { label: 'Converted deal', backLabel: 'Leads' }),
    assignmentRule: reference('assignmentRule', { label: 'Assigned by', hidden: true }),
    boardOrder: orderKey(),
    tags: references('tag'),
    notes: longText({ search: true }),
  },
  follows: { deal: ['status'] },
  assigned: { by: 'assignmentRule', openStage: 'stage' },
  needs: ({ after }) => {
    const mirrored = after.deal === null ? null : after.pipeline;
    const mirroredStage = (type: 'open' | 'won' | 'lost') =>
      mirrored === null ? load(stage, null) : first(stage, stagesOf(mirrored, [type]), 'position');
    return {
      stageAfter: load(stage, after.stage),
      contact: load(contact, after.contact),
      deal: load(deal, after.deal),
      defaultPipeline:
        after.pipeline === null && after.stage === null
          ? first(pipeline, { field: 'kind', op: 'eq', value: 'lead' }, 'position')
          : load(pipeline, null),
      firstStage:
        after.pipeline !== null && after.stage === null
          ? first(stage, { field: 'pipeline', op: 'eq', value: after.pipeline }, 'position')
          : load(stage, null),
      proposal: mirrored === null ? load(stage, null) : first(stage, proposalOf(mirrored), 'position'),
      firstOpen: mirroredStage('open'),
      won: mirroredStage('won'),
      lost: mirroredStage('lost'),
    };
  },
  settle: ({ after, facts, changed }) => {
    const pipelineId = after.pipeline ?? facts.stageAfter?.pipeline ?? facts.defaultPipeline?.id ?? null;
    // Who moves the lead itself is told by the rule below why it stays.
    const isMovedByHand = changed.has('stage') && !changed.has('deal');
    const stageId = (isMovedByHand ? null : stageOfDeal(facts)) ?? after.stage ?? facts.firstStage?.id ?? null;
    return {
      name: after.name ?? after.company ?? after.emails[0] ?? after.phones[0] ?? null,
      ...(pipelineId ? { pipeline: pipelineId } : {}),
      ...(stageId ? { stage: stageId } : {}),
    };
  },
  rules: [
    {
      code: 'lead-needs-something',
      field: 'name',
      message: 'Give a name, a company, an e-mail address or a phone number.',
      holds: ({ after }) => after.name !== null,
    },
    {
      code: 'stage-of-pipeline',
      field: 'stage',
      message: 'This stage belongs to another pipeline. Choose one of the lead’s own pipeline.',
      holds: ({ after, facts }) => !facts.stageAfter || facts.stageAfter.pipeline === after.pipeline,
    },
    {
      code: 'stage-follows-deal',
      field: 'stage',
      message: 'This lead became a deal, and its stage follows the deal. Move the deal instead.',
      holds: ({ after, facts }) => (stageOfDeal(facts) ?? after.stage) === after.stage,
    },
  ],
  consequences: ({ before, after, changed, facts, isDelete, consequenceId }) => {
    const became = [
      ...(changed.has('contact') ? [facts.contact?.name ?? null] : []),
      ...(changed.has('deal') ? [facts.deal?.title ?? null] : []),
    ].filter((name) => name !== null);
    if (!before || isDelete || became.length === 0) return [];
    return [
      {
        kind: 'create',
        entity: 'activity',
        id: consequenceId('converted'),
        fields: {
          kind: 'conversion',
          summary: firstLine(`Lead converted: ${became.join(', ')}`),
          lead: after.id,
          contact: after.contact,
          deal: after.deal,
          owner: after.owner,
        },
      },
    ];
  },
  indexes: [['stage', 'boardOrder']],
  actions: [
    {
      name: 'convert',
      label: 'Convert',
      done: 'Lead converted',
      icon: 'ArrowRightLeft',
      asks: {
        company: reference('company', { help: 'Left empty, the company that the lead names is added.' }),
        contact: reference('contact', { help: 'Left empty, the person is added as a new contact.' }),
        hasDeal: boolean({ label: 'Open a deal' }),
        title: text({ label: 'Deal title' }),
        amount: money({ label: 'Amount' }),
      },
      answeredByTitle: { company: 'company' },
      isOffered: (record) => isEmptyValue(record['contact']) && isEmptyValue(record['deal']),
      suggest: (record) => ({ hasDeal: true, title: record['company'] ?? record['name'] ?? null }),
      intentions: (record, { company, contact, hasDeal, title, amount }, newId) =>
        convertLead(record, {
          newId,
          ...(typeof company === 'string' ? { company: recordIdFrom(company) } : {}),
          ...(typeof contact === 'string' ? { contact: recordIdFrom(contact) } : {}),
          deal:
            hasDeal === true
              ? { ...(typeof title === 'string' ? { title } : {}), amount: isMoney(amount) ? amount : null }
              : null,
        }).intentions,
    },
  ],
  views: {
    title: 'name',
    list: ['number', 'name', 'company', 'stage', 'source', 'emails', 'phones', 'owner', 'tags', 'contact', 'deal'],
    sort: { field: 'createdAt', direction: 'desc' },
    board: { by: 'stage', order: 'boardOrder', card: ['company', 'source', 'owner'] },
    form: ['name', 'company', 'emails', 'phones', 'pipeline', 'stage', 'source', 'owner', 'tags', 'notes'],
  },
});

/**
 * While a lead has a deal, its stage says how that stands: proposal while it is open, then closed as won or as lost. Null
 * when the lead's pipeline has no stage for it, or the lead has no deal.
 */
function stageOfDeal(facts: DealFacts): RecordId | null {
  const { deal: linked, stageAfter, proposal, firstOpen, won, lost } = facts;
  if (!linked || linked.deletedAt !== null) return null;
  if (linked.status === 'won') return won?.id ?? null;
  if (linked.status === 'lost') return lost?.id ?? null;
  if (proposal) return proposal.id;
  return stageAfter?.type === 'open' ? null : (firstOpen?.id ?? null);
}

type StageLike = { readonly id: RecordId; readonly type: string | null } | null;

interface DealFacts {
  readonly deal: { readonly status: string | null; readonly deletedAt: number | null } | null;
  readonly stageAfter: StageLike;
  readonly proposal: StageLike;
  readonly firstOpen: StageLike;
  readonly won: StageLike;
  readonly lost: StageLike;
}

/** By the key that stays when the stage is renamed. */
const proposalOf = (pipelineId: RecordId): Where => ({
  and: [stagesOf(pipelineId, ['open']), { field: 'key', op: 'eq', value: 'proposal' }],
});
