import { defineEntity } from '../entity/define-entity.ts';
import { load } from '../entity/need.ts';
import { choice, reference, text } from '../field/field.ts';
import { campaignStageLabels, campaignStages } from './campaign-stages.ts';
import { contact } from './contact.ts';

/** A contact in a campaign, and how far it got there. */
export const campaignMember = defineEntity({
  name: 'campaignMember',
  plural: 'campaignMembers',
  label: 'Campaign member',
  labelPlural: 'Campaign members',
  icon: 'UserPlus',
  place: 'part',
  visibleWith: ['campaign', 'contact'],
  fields: {
    name: text({ hidden: true }),
    campaign: reference('campaign', { required: true, backLabel: 'Members' }),
    contact: reference('contact', { required: true, backLabel: 'Campaigns' }),
    stage: choice(campaignStages, { initial: 'INTRODUCTION', choiceLabels: campaignStageLabels }),
    status: choice(['waiting', 'active', 'finished', 'stopped'], { required: true, initial: 'waiting' }),
  },
  needs: ({ after }) => ({ contact: load(contact, after.contact) }),
  settle: ({ after, facts }) => ({ name: facts.contact?.name ?? after.name }),
  views: {
    title: 'name',
    list: ['name', 'campaign', 'contact', 'stage', 'status'],
    form: ['campaign', 'contact', 'stage', 'status'],
  },
});
