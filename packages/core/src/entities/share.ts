import { defineEntity } from '../entity/define-entity.ts';
import { given, type Need } from '../entity/need.ts';
import type { EntityRecord } from '../entity/record.ts';
import { choice, reference, text } from '../field/field.ts';
import { isRecordId } from '../id/uuid.ts';
import type { Actor } from '../permission/actor.ts';
import { scopeOf } from '../permission/may.ts';

/** Gives one member or one team access to a record that they would not reach otherwise; deleting it takes that back. */
export const share = defineEntity({
  name: 'share',
  plural: 'shares',
  label: 'Share',
  labelPlural: 'Shares',
  icon: 'Share2',
  place: 'part',
  shares: { entity: 'entity', record: 'record', member: 'withMember', team: 'withTeam', right: 'right' },
  fields: {
    title: text({ readOnly: true }),
    entity: text({ required: true, immutable: true, label: 'Kind of record' }),
    record: text({ required: true, immutable: true, index: true }),
    withMember: reference('member', { immutable: true, label: 'With', backLabel: 'Shared with them' }),
    withTeam: reference('team', { immutable: true, label: 'With team', backLabel: 'Shared with it' }),
    right: choice(['read', 'write'], {
      required: true,
      initial: 'read',
      merge: 'guarded',
      choiceLabels: { read: 'May see', write: 'May edit' },
    }),
  },
  needs: ({ after, changed, isDelete }) => ({
    target:
      !isDelete && (changed.has('record') || changed.has('right')) ? record(after.entity, after.record) : given(null),
  }),
  settle: ({ after }) => ({ title: after.entity }),
  rules: [
    {
      code: 'share-with-one',
      field: 'withMember',
      message: 'Share with one member or with one team.',
      holds: ({ after }) => (after.withMember === null) !== (after.withTeam === null),
    },
    {
      code: 'share-target',
      field: 'record',
      message: 'There is nothing to share: this record does not exist any more.',
      holds: ({ after, before, facts }) =>
        before !== null || (facts.target !== null && facts.target.deletedAt === null && after.entity !== 'share'),
    },
    {
      code: 'may-not-share',
      field: 'record',
      message: 'You may share your own records only. Ask the owner of this one, or an admin.',
      holds: ({ actor, facts }) => facts.target === null || mayShare(actor, facts.target),
    },
  ],
  views: {
    title: 'title',
    list: ['entity', 'withMember', 'withTeam', 'right'],
    form: ['entity', 'record', 'withMember', 'withTeam', 'right'],
  },
});

/** A record of any kind. */
const record = (entity: string | null, id: string | null): Need<EntityRecord | null> =>
  entity === null || id === null || !isRecordId(id) ? given(null) : { need: 'record', entity, id };

function mayShare(actor: Actor, target: EntityRecord): boolean {
  const scope = scopeOf(actor, 'records.share');
  if (scope === undefined || scope === 'all') return scope === 'all';
  if ((target.owner ?? target.createdBy) === actor.member) return true;
  return scope === 'team' && target.team !== null && actor.teams?.has(target.team) === true;
}
