import { expect, test } from 'vitest';
import { codes, createWorld, nowMs } from '../../test/world.ts';
import { dueReminders } from '../derive/due-reminders.ts';
import { everything } from '../where/where.ts';
import { task as taskEntity } from './task.ts';

test('[S2-14/C] [S4-07/C] a task is assigned, due, overdue, and done', () => {
  const world = createWorld();
  const deal = world.make('deal', { title: 'Deal' });
  const task = world.make('task', { title: 'Call back', dueOn: '2026-11-19', deal });
  expect(world.row('task', task)).toMatchObject({ assignee: world.me, status: 'todo', priority: 'normal', deal });

  const later = world.make('task', { title: 'Send the offer', dueOn: '2026-11-20' });
  const titles = (value: 'overdue' | 'today') =>
    world
      .find('task', {
        and: [
          { field: 'status', op: 'neq', value: 'done' },
          value === 'today'
            ? { field: 'dueOn', op: 'within', value }
            : { field: 'dueOn', op: 'lt', value: '2026-11-20' },
        ],
      })
      .map(({ title }) => title);
  expect([titles('overdue'), titles('today')]).toEqual([['Call back'], ['Send the offer']]);

  expect(codes(world.update('task', task, { assignee: world.other }))).toEqual([]);
  expect(world.find('task', { field: 'assignee', op: 'eq', value: { me: true } })).toHaveLength(1);
  expect(codes(world.update('task', task, { status: 'done' }))).toEqual([]);
  expect(world.row('task', task).doneAt).toBe(nowMs);
  expect(titles('overdue')).toEqual([]);
  expect(codes(world.update('task', task, { status: 'doing' }))).toEqual([]);
  expect(world.row('task', task).doneAt).toBe(null);
  expect(codes(world.update('task', later, { doneAt: 1 }))).toEqual(['field-read-only']);
});

test('[S2-14/C] a task is made, changed, deleted and restored, and a wrong value is refused', () => {
  const world = createWorld();
  const task = world.make('task', { title: 'Call back', dueOn: '2026-11-19' });
  expect(codes(world.update('task', task, { title: 'Call back soon', dueOn: null }))).toEqual([]);
  expect(codes(world.update('task', task, { title: '', dueOn: '2026-13-01', status: 'later' })).toSorted()).toEqual([
    'choice-unknown',
    'date-invalid',
    'field-required',
  ]);
  world.accept([{ kind: 'delete', entity: 'task', id: task }]);
  expect(world.find('task')).toEqual([]);
  world.accept([{ kind: 'restore', entity: 'task', id: task }]);
  expect(world.row('task', task)).toMatchObject({ title: 'Call back soon', dueOn: null, deletedAt: null });
});

test('[S4-07/C] a task reminds its assignee from the moment on, until it is done, moved, dismissed or deleted', () => {
  const world = createWorld();
  const minute = 60_000;
  const make = (title: string, fields = {}) => world.make('task', { title, remindAt: nowMs, ...fields });
  const due = (atMs: number) =>
    world.find('task', dueReminders(taskEntity, atMs) ?? everything).map(({ title }) => title);
  const first = make('First');
  make('Somebody else’s', { assignee: world.other });
  make('Without a moment', { remindAt: null });
  expect([due(nowMs - 1), due(nowMs), due(nowMs + minute)]).toEqual([[], ['First'], ['First']]);

  // Snoozed for an hour.
  world.update('task', first, { remindAt: nowMs + 60 * minute });
  expect([due(nowMs + 59 * minute), due(nowMs + 60 * minute)]).toEqual([[], ['First']]);
  world.update('task', first, taskEntity.views.reminds?.done.fields ?? {});
  expect(due(nowMs + 60 * minute)).toEqual([]);
  world.update('task', first, { status: 'todo' });
  expect(due(nowMs + 60 * minute)).toEqual(['First']);
  world.update('task', first, { remindAt: null });
  expect(due(nowMs + 60 * minute)).toEqual([]);

  const second = make('Second');
  world.accept([{ kind: 'delete', entity: 'task', id: second }]);
  expect(due(nowMs)).toEqual([]);
});
