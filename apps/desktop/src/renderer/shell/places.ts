import { type ListPlace, navigationPlaces } from '../data/model.ts';

/** Where the sidebar and the search lead to. */
export interface Place {
  readonly path: string;
  readonly label: string;
  /** A lucide icon's name. */
  readonly icon: string | undefined;
}

/** Beside the overview: where the day's work is done. */
const workPaths = ['/e/customers', '/e/leads', '/e/interactions'];
const order = [...workPaths, '/e/tasks', '/e/contacts', '/e/companies', '/e/deals', '/e/products', '/e/campaigns'];
const rank = ({ path }: ListPlace): number => (order.includes(path) ? order.indexOf(path) : order.length);

const lists = navigationPlaces
  .toSorted((a, b) => rank(a) - rank(b))
  .map(({ path, labelPlural, icon }): Place => ({ path, label: labelPlural, icon }));
const isWork = ({ path }: Place): boolean => workPaths.includes(path);

/** What waits for the user; above the work areas. */
export const inboxPlace: Place = { path: '/inbox', label: 'Inbox', icon: 'Inbox' };
export const workPlaces: readonly Place[] = [
  { path: '/', label: 'Overview', icon: 'ChartNoAxesColumn' },
  ...lists.filter(isWork),
];
export const recordPlaces: readonly Place[] = lists.filter((place) => !isWork(place));
export const otherPlaces: readonly Place[] = [
  { path: '/import', label: 'Import', icon: 'FileUp' },
  { path: '/settings', label: 'Settings', icon: 'Settings' },
];
