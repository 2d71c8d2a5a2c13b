import { coreModel, count, type Need, recordIdFrom } from '@satchel/core';
import { expect, test } from 'vitest';
import { createWorkspace } from '../../test/workspace.ts';
import { createNeedTexts } from '../need-text.ts';
import { sqliteDialect, sqliteText } from './dialect.ts';
import { byElement } from './need-query.ts';

test('what one record is named by is found by its name, not among all that are open', () => {
  const workspace = createWorkspace(coreModel);
  const textOf = createNeedTexts(coreModel, { where: sqliteDialect, text: sqliteText, byElement });
  const plan = (need: Need): string => {
    if (need.need !== 'count') throw new Error('Not a question.');
    const { sql, parameters } = textOf(need);
    const steps = workspace.db.prepare<readonly unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`);
    return steps.all(...parameters).map(({ detail }) => detail)[0] ?? '';
  };
  const contact = recordIdFrom('00000000-0000-7000-8000-000000000001');
  const isOpen = { field: 'status', op: 'eq', value: 'open' } as const;
  const ofContact = { and: [{ field: 'contacts', op: 'eq', value: contact }, isOpen] } as const;
  expect([plan(count('deal', ofContact)), plan(count('deal', isOpen))]).toEqual([
    'SEARCH t USING INTEGER PRIMARY KEY (rowid=?)',
    expect.stringContaining('deals__by_status'),
  ]);
  workspace.remove();
});
