import { instantToCalendarDate, recordIdFrom, type WhereContext } from '@satchel/core';

/** Somebody who asks; no figure depends on who it is. */
export const asker: WhereContext = {
  me: recordIdFrom('00000000-0000-7000-8000-000000000000'),
  today: instantToCalendarDate(Date.now(), 'UTC'),
  timeZone: 'UTC',
  weekStart: 1,
};
