import { defineEntity } from '../entity/define-entity.ts';
import { choice, longText, reference, text } from '../field/field.ts';
import { campaignStageLabels, campaignStages } from './campaign-stages.ts';

/** What to say at one stage of a campaign. */
export const script = defineEntity({
  name: 'script',
  plural: 'scripts',
  label: 'Script',
  labelPlural: 'Scripts',
  icon: 'ScrollText',
  place: 'part',
  import: { isKnownByTitle: true },
  visibleWith: ['campaign'],
  fields: {
    name: text({ required: true, search: true }),
    campaign: reference('campaign', { backLabel: 'Scripts' }),
    stage: choice(campaignStages, { required: true, initial: 'INTRODUCTION', choiceLabels: campaignStageLabels }),
    template: longText({ required: true, search: true }),
  },
  views: { title: 'name', list: ['name', 'campaign', 'stage'], form: ['name', 'campaign', 'stage', 'template'] },
});
