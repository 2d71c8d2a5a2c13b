import { defineEntity } from '../entity/define-entity.ts';
import { choice, longText, reference, text } from '../field/field.ts';
import { campaignStageLabels, campaignStages } from './campaign-stages.ts';
import { firstLine } from './first-line.ts';

/** What was said, at which stage of a campaign. */
export const conversation = defineEntity({
  name: 'conversation',
  plural: 'conversations',
  label: 'Conversation',
  labelPlural: 'Conversations',
  icon: 'MessagesSquare',
  place: 'part',
  visibleWith: ['contact', 'call', 'campaign'],
  fields: {
    title: text({ search: true }),
    contact: reference('contact', { required: true, backLabel: 'Conversations' }),
    campaign: reference('campaign', { backLabel: 'Conversations' }),
    call: reference('call', { backLabel: 'Conversations' }),
    stage: choice(campaignStages, { choiceLabels: campaignStageLabels }),
    transcript: longText({ search: true }),
  },
  settle: ({ after }) => ({ title: after.title ?? firstLine(after.transcript) ?? 'Conversation' }),
  views: {
    title: 'title',
    list: ['title', 'contact', 'campaign', 'stage', 'createdAt'],
    form: ['title', 'contact', 'campaign', 'call', 'stage', 'transcript'],
  },
});
