import { addDays, type CalendarDate, csvText } from '@satchel/core';
import { createSeededRandom, type SeededRandom } from './seeded-random.ts';
import { companyEnds, companyStems, firstNames, industries, lastNames, places } from './vocabulary.ts';

export interface SampleFile {
  readonly name: string;
  readonly text: string;
}

/**
 * Sample data as the CSV files of some other system, with the mess that such exports have: misspelled words, a product
 * written in two ways, deals without an account, empty values, dates as month/day/year. The same for the same seed.
 *
 * @param endsOn the newest dates lie shortly before it
 */
export function generateSample(seed: number, endsOn: CalendarDate): readonly SampleFile[] {
  const random = createSeededRandom(seed);
  const accounts = makeAccounts(random);
  const agents = makeAgents(random);
  return [
    {
      name: 'accounts.csv',
      text: csvText([
        ['account', 'sector', 'year_established', 'revenue', 'employees', 'office_location', 'subsidiary_of'],
        ...accounts,
      ]),
    },
    { name: 'products.csv', text: csvText([['product', 'series', 'sales_price'], ...PRODUCTS]) },
    { name: 'sales_teams.csv', text: csvText([['sales_agent', 'manager', 'regional_office'], ...agents]) },
    {
      name: 'sales_pipeline.csv',
      text: csvText([
        [
          'opportunity_id',
          'sales_agent',
          'product',
          'account',
          'deal_stage',
          'engage_date',
          'close_date',
          'close_value',
        ],
        ...makeDeals(random, accounts, agents, endsOn),
      ]),
    },
  ];
}

type Row = readonly string[];

const ACCOUNTS = 60;
const DEALS = 1200;

const PRODUCTS: readonly Row[] = [
  ['Field Kit', 'Field', '240'],
  ['Field Kit Plus', 'Field', '690'],
  ['Field Station', 'Field', '3950'],
  ['Harbor Desk', 'Harbor', '1180'],
  ['Harbor Desk Pro', 'Harbor', '4600'],
  ['Summit 300', 'Summit', '18400'],
];

/** What people type instead. */
const MISSPELLED: Readonly<Record<string, string>> = { software: 'sofware', Switzerland: 'Switzerlnad' };

function makeAccounts(random: SeededRandom): readonly Row[] {
  const names = new Set<string>();
  while (names.size < ACCOUNTS) names.add(`${random.pick(companyStems)} ${random.pick(companyEnds)}`);
  const all = [...names];
  return all.map((name, index) => {
    const [, country] = random.pick(places);
    // Parents stand before and after their subsidiaries.
    const parent = index % 6 === 5 ? all[(index * 7) % 5] : undefined;
    const sector = random.pick(industries);
    return [
      name,
      random.chance(0.15) ? (MISSPELLED[sector] ?? sector) : sector,
      String(random.between(1978, 2019)),
      (random.between(400, 900_000) / 100).toFixed(2),
      String(random.between(8, 21_000)),
      random.chance(0.1) ? (MISSPELLED[country] ?? country) : country,
      parent === undefined || parent === name ? '' : parent,
    ];
  });
}

function makeAgents(random: SeededRandom): readonly Row[] {
  const names = new Set<string>();
  while (names.size < 16) names.add(`${random.pick(firstNames)} ${random.pick(lastNames)}`);
  const all = [...names];
  const managers = all.slice(0, 4);
  const regions = ['North', 'South', 'West', 'West'];
  return all.slice(4).map((name, index) => [name, managers[index % 4] ?? '', regions[index % 4] ?? '']);
}

function makeDeals(
  random: SeededRandom,
  accounts: readonly Row[],
  agents: readonly Row[],
  endsOn: CalendarDate,
): readonly Row[] {
  const ids = new Set<string>();
  const rows: Row[] = [];
  for (let index = 0; index < DEALS; index++) {
    const [product = '', , price = '0'] = random.pick(PRODUCTS);
    const roll = random.next();
    const stage = roll < 0.48 ? 'Won' : roll < 0.74 ? 'Lost' : roll < 0.93 ? 'Engaging' : 'Prospecting';
    const isClosed = stage === 'Won' || stage === 'Lost';
    const closedOn = addDays(endsOn, -random.between(1, 420));
    const engagedOn = isClosed ? addDays(closedOn, -random.between(3, 130)) : addDays(endsOn, -random.between(2, 160));
    const hasAccount = isClosed || random.chance(0.45);
    const value = Math.max(1, Math.round(Number(price) * (0.75 + random.next() * 0.5)));
    rows.push([
      dealId(random, ids),
      random.pick(agents)[0] ?? '',
      // One product is written without its space by half of the people.
      product === 'Harbor Desk Pro' && random.chance(0.5) ? 'HarborDesk Pro' : product,
      hasAccount ? (random.pick(accounts)[0] ?? '') : '',
      stage,
      stage === 'Prospecting' ? '' : monthDayYear(engagedOn),
      isClosed ? monthDayYear(closedOn) : '',
      stage === 'Won' ? String(value) : stage === 'Lost' ? '0' : '',
    ]);
  }
  return rows;
}

const LETTERS = '0123456789ABCDEFGHJKLMNPQRSTUVWXYZ'.split('');

function dealId(random: SeededRandom, taken: Set<string>): string {
  for (;;) {
    const id = Array.from({ length: 8 }, () => random.pick(LETTERS)).join('');
    if (!taken.has(id) && /[A-Z]/.test(id)) {
      taken.add(id);
      return id;
    }
  }
}

const monthDayYear = (date: CalendarDate): string =>
  `${Number(date.slice(5, 7))}/${Number(date.slice(8, 10))}/${date.slice(0, 4)}`;
