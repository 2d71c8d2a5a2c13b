import { defineEntity } from '../entity/define-entity.ts';
import { choice, date, instant, longText, reference, text } from '../field/field.ts';

/** Something somebody has to do, by a day. */
export const task = defineEntity({
  name: 'task',
  plural: 'tasks',
  label: 'Task',
  labelPlural: 'Tasks',
  aliases: ['todo', 'todos'],
  icon: 'CircleCheck',
  place: 'main',
  visibleWith: ['deal', 'contact', 'company', 'lead', 'project'],
  fields: {
    title: text({ required: true, search: true, importNames: ['task', 'subject'] }),
    status: choice(['todo', 'doing', 'done'], {
      required: true,
      initial: 'todo',
      index: true,
      choiceLabels: { todo: 'To do', doing: 'Doing', done: 'Done' },
    }),
    dueOn: date({ label: 'Due', index: true, importNames: ['due date', 'deadline'] }),
    remindAt: instant({ label: 'Reminder', index: true, importNames: ['reminder', 'remind at'] }),
    assignee: reference('member', { importNames: ['assigned to', 'owner'] }),
    priority: choice(['low', 'normal', 'high'], { initial: 'normal' }),
    doneAt: instant({ label: 'Done', readOnly: true }),
    deal: reference('deal', { backLabel: 'Tasks' }),
    contact: reference('contact', { backLabel: 'Tasks' }),
    company: reference('company', { backLabel: 'Tasks' }),
    lead: reference('lead', { backLabel: 'Tasks' }),
    project: reference('project', { backLabel: 'Tasks' }),
    description: longText({ search: true }),
  },
  settle: ({ after, before, actor, now }) => ({
    assignee: after.assignee ?? (before ? null : actor.member),
    doneAt: after.status === 'done' ? (after.doneAt ?? now) : null,
  }),
  views: {
    title: 'title',
    list: ['title', 'status', 'dueOn', 'assignee', 'priority', 'deal', 'contact', 'company'],
    sort: { field: 'dueOn', direction: 'asc' },
    reminds: {
      at: 'remindAt',
      who: 'assignee',
      done: { where: { field: 'status', op: 'eq', value: 'done' }, fields: { status: 'done' } },
    },
    form: [
      'title',
      'status',
      'dueOn',
      'remindAt',
      'assignee',
      'priority',
      'deal',
      'contact',
      'company',
      'lead',
      'project',
      'description',
    ],
  },
});
