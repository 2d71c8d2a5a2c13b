import { defineEntity } from '../entity/define-entity.ts';
import { count, given } from '../entity/need.ts';
import { longText, text } from '../field/field.ts';

/** Members who work on the same records; who belongs to it stands on the member. */
export const team = defineEntity({
  name: 'team',
  plural: 'teams',
  label: 'Team',
  labelPlural: 'Teams',
  aliases: ['group', 'groups'],
  icon: 'UsersRound',
  place: 'settings',
  isReferenceData: true,
  matchedBy: [['name']],
  fields: {
    name: text({ required: true, search: true, index: true }),
    description: longText(),
  },
  // Whoever is in a team reaches its records by the team's id alone: one that is gone must have nobody in it.
  needs: ({ after, isDelete }) => ({
    members: isDelete ? count('member', { field: 'teams', op: 'in', value: [after.id] }) : given(0),
  }),
  rules: [
    {
      code: 'team-has-members',
      message: 'Somebody is still in this team. Take everybody out first.',
      on: 'delete',
      holds: ({ facts }) => facts.members === 0,
    },
  ],
  views: {
    title: 'name',
    list: ['name', 'description'],
    sort: { field: 'name', direction: 'asc' },
    form: ['name', 'description'],
  },
});
