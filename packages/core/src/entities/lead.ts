import { defineEntity } from '../entity/define-entity.ts';
import { first, load } from '../entity/need.ts';
import { choice, emails, longText, orderKey, phones, reference, references, serial, text } from '../field/field.ts';
import { pipeline } from './pipeline.ts';
import { stage } from './stage.ts';

/** Somebody who may become a customer, before there is a contact and a deal. */
export const lead = defineEntity({
  name: 'lead',
  plural: 'leads',
  label: 'Lead',
  labelPlural: 'Leads',
  icon: 'Sparkles',
  place: 'main',
  fields: {
    number: serial('LED', { label: 'Number', importNames: ['lead id', 'lead number'] }),
    name: text({ search: true, index: true, importNames: ['lead', 'full name', 'contact name'] }),
    company: text({ search: true, label: 'Company', importNames: ['company name', 'organization', 'account'] }),
    emails: emails({ search: true, label: 'E-mail', importNames: ['email', 'e-mail'] }),
    phones: phones({ search: true, label: 'Phone', importNames: ['phone', 'mobile', 'telephone'] }),
    pipeline: reference('pipeline', { required: true }),
    stage: reference('stage', {
      required: true,
      merge: 'guarded',
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
    boardOrder: orderKey(),
    tags: references('tag'),
    notes: longText({ search: true }),
  },
  needs: ({ after }) => ({
    stageAfter: load(stage, after.stage),
    defaultPipeline:
      after.pipeline === null && after.stage === null
        ? first(pipeline, { field: 'kind', op: 'eq', value: 'lead' }, 'position')
        : load(pipeline, null),
    firstStage:
      after.pipeline !== null && after.stage === null
        ? first(stage, { field: 'pipeline', op: 'eq', value: after.pipeline }, 'position')
        : load(stage, null),
  }),
  settle: ({ after, facts }) => {
    const pipelineId = after.pipeline ?? facts.stageAfter?.pipeline ?? facts.defaultPipeline?.id ?? null;
    return {
      name: after.name ?? after.company ?? after.emails[0] ?? after.phones[0] ?? null,
      ...(pipelineId ? { pipeline: pipelineId } : {}),
      ...(after.stage === null && facts.firstStage ? { stage: facts.firstStage.id } : {}),
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
  ],
  indexes: [['stage', 'boardOrder']],
  views: {
    title: 'name',
    list: ['number', 'name', 'company', 'stage', 'source', 'emails', 'phones', 'owner', 'tags'],
    sort: { field: 'createdAt', direction: 'desc' },
    board: { by: 'stage', order: 'boardOrder', card: ['company', 'source', 'owner'] },
    form: ['name', 'company', 'emails', 'phones', 'pipeline', 'stage', 'source', 'owner', 'tags', 'notes'],
  },
});
