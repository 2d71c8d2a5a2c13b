import type { Entity } from '../entity/entity.ts';
import { createModel, type Model } from '../entity/model.ts';
import { activity } from './activity.ts';
import { assignmentRule } from './assignment-rule.ts';
import { call } from './call.ts';
import { campaign } from './campaign.ts';
import { campaignMember } from './campaign-member.ts';
import { comment } from './comment.ts';
import { company } from './company.ts';
import { contact } from './contact.ts';
import { conversation } from './conversation.ts';
import { deal } from './deal.ts';
import { dealLine } from './deal-line.ts';
import { fieldDefinition } from './field-definition.ts';
import { importRun } from './import-run.ts';
import { interaction } from './interaction.ts';
import { lead } from './lead.ts';
import { member } from './member.ts';
import { note } from './note.ts';
import { pipeline } from './pipeline.ts';
import { product } from './product.ts';
import { project } from './project.ts';
import { savedView } from './saved-view.ts';
import { script } from './script.ts';
import { share } from './share.ts';
import { stage } from './stage.ts';
import { tag } from './tag.ts';
import { task } from './task.ts';
import { team } from './team.ts';

/** Every module of the product. To add one, add its entity here; docs/add-a-module.md has the steps. */
export const entities: readonly Entity[] = [
  contact,
  company,
  lead,
  deal,
  product,
  dealLine,
  task,
  campaign,
  campaignMember,
  call,
  conversation,
  script,
  interaction,
  note,
  comment,
  activity,
  project,
  tag,
  member,
  team,
  pipeline,
  stage,
  assignmentRule,
  savedView,
  share,
  importRun,
  fieldDefinition,
];

/** The model of a workspace that defined nothing of its own. */
export const coreModel: Model = createModel(entities);
