import { grantsByRole, instantToCalendarDate, recordIdFrom } from '@satchel/core';
import type { Asker } from '@satchel/db';

const me = recordIdFrom('00000000-0000-7000-8000-000000000000');

/** Somebody who asks; no figure depends on who it is. */
export const asker: Asker = {
  me,
  actor: { member: me, grants: grantsByRole.owner },
  today: instantToCalendarDate(Date.now(), 'UTC'),
  timeZone: 'UTC',
  weekStart: 1,
};
