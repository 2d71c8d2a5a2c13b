import { addDays, type CalendarDate, daysBetween, type FieldValue, type Intention, type RecordId } from '@satchel/core';
import { createSeededRandom, type SeededRandom } from './seeded-random.ts';
import { companyEnds, companyStems, firstNames, industries, jobTitles, lastNames, places } from './vocabulary.ts';

export interface GenerateOptions {
  readonly contacts: number;
  readonly deals: number;
  readonly seed: number;
  /** The newest dates lie around it. */
  readonly today: CalendarDate;
  readonly currency: string;
  readonly newRecordId: () => RecordId;
  /** Stages of the deals' pipeline, first to last; the last one is the end. */
  readonly stages: readonly { readonly id: RecordId; readonly type: string }[];
}

/**
 * What people would have entered: members, products, companies with their contacts, deals (some of which move on
 * later), tasks and notes. The same for the same seed, but for the ids. A company comes for every 10 contacts, a task
 * for every 5 deals, a note for every 10.
 */
export function* generateRecords(options: GenerateOptions): Iterable<Intention> {
  const { newRecordId } = options;
  const random = createSeededRandom(options.seed);
  const create = (entity: string, fields: Readonly<Record<string, FieldValue>>): Intention & { kind: 'create' } => ({
    kind: 'create',
    entity,
    id: newRecordId(),
    fields,
  });
  const members: RecordId[] = [];
  for (let index = 0; index < 12; index++) {
    const [first, last] = [random.pick(firstNames), random.pick(lastNames)];
    const email = `${address(first)}.${address(last)}${index}@example.com`;
    const member = create('member', { name: `${first} ${last}`, emails: [email], region: random.pick(REGIONS) });
    members.push(member.id);
    yield member;
  }
  const products: { id: RecordId; name: string; price: number }[] = [];
  for (const [name, series, price] of PRODUCTS) {
    const product = create('product', { name, series, price: money(price * 100, options) });
    products.push({ id: product.id, name, price });
    yield product;
  }

  const companies: { id: RecordId; name: string; contacts: RecordId[] }[] = [];
  const companyCount = Math.max(1, Math.ceil(options.contacts / 10));
  let contactsLeft = options.contacts;
  for (let index = 0; index < companyCount; index++) {
    const company = createCompany(random, index, random.pick(members), options);
    const made = create('company', company.fields);
    yield made;
    const contacts: RecordId[] = [];
    const here = Math.min(contactsLeft, index === companyCount - 1 ? contactsLeft : 10);
    contactsLeft -= here;
    for (let person = 0; person < here; person++) {
      const contact = create('contact', contactFields(random, index * 10 + person, company.domain, made.id, members));
      contacts.push(contact.id);
      yield contact;
    }
    companies.push({ id: made.id, name: company.name, contacts });
  }

  for (let index = 0; index < options.deals; index++) {
    const { id: company, name, contacts } = random.pick(companies);
    const product = random.pick(products);
    const owner = random.pick(members);
    const { fields, later } = dealFields(random, product, options);
    const contact = contacts.length > 0 ? [random.pick(contacts)] : [];
    const title = `${name} – ${product.name}`;
    const deal = create('deal', { ...fields, title, company, contacts: contact, product: product.id, owner });
    yield deal;
    if (later !== undefined) yield { kind: 'update', entity: 'deal', id: deal.id, fields: later };
    if (index % 5 === 0) yield create('task', taskFields(random, deal.id, owner, options.today));
    if (index % 10 === 0) yield create('note', { body: random.pick(NOTES), deal: deal.id, company });
  }
}

const REGIONS: readonly string[] = ['North', 'South', 'East', 'West'];

const PRODUCTS: readonly (readonly [name: string, series: string, price: number])[] = [
  ['Field Kit', 'Field', 240],
  ['Field Kit Plus', 'Field', 690],
  ['Field Station', 'Field', 3950],
  ['Harbor Desk', 'Harbor', 1180],
  ['Harbor Desk Pro', 'Harbor', 4600],
  ['Summit 300', 'Summit', 18_400],
];

const NOTES: readonly string[] = [
  'Wants the offer before the end of the month.',
  'Asked for references from the same industry.',
  'Budget is decided in the next board meeting.',
  'Prefers to be called in the morning.',
  'Compares us with two others; price matters less than delivery.',
];

const TASKS: readonly string[] = [
  'Call back',
  'Send the offer',
  'Prepare the demo',
  'Ask for feedback',
  'Check the contract',
];

const money = (minor: number, { currency }: GenerateOptions) => ({ minor, currency });

const address = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/[^a-zA-Z]/g, '')
    .toLowerCase() || 'x';

function createCompany(random: SeededRandom, index: number, owner: RecordId, options: GenerateOptions) {
  const stem = random.pick(companyStems);
  const end = random.pick(companyEnds);
  const name = index < companyStems.length ? `${stem} ${end}` : `${stem} ${random.pick(lastNames)} ${end}`;
  const domain = `${address(name)}${index}.example`;
  const [city, country] = random.pick(places);
  const fields = {
    name,
    domain: `https://${domain}`,
    industry: random.pick(industries),
    city,
    country,
    yearEstablished: random.between(1950, 2022),
    employees: random.between(3, 9000),
    revenue: money(random.between(200_000, 900_000_000) * 100, options),
    isCustomer: random.chance(0.4),
    owner,
  };
  return { name, domain, fields };
}

function contactFields(
  random: SeededRandom,
  number: number,
  domain: string,
  company: RecordId,
  members: readonly RecordId[],
): Readonly<Record<string, FieldValue>> {
  const [firstName, lastName] = [random.pick(firstNames), random.pick(lastNames)];
  // Two of three blocks of Swiss numbers, so that none is given twice below 18 million contacts.
  const phone = `+41${number < 9_000_000 ? '79' : '78'}${String(1_000_000 + (number % 9_000_000))}`;
  return {
    firstName,
    lastName,
    emails: [`${address(firstName)}.${address(lastName)}${number}@${domain}`],
    phones: random.chance(0.8) ? [phone] : [],
    company,
    jobTitle: random.pick(jobTitles),
    lifecycle: random.pick(['lead', 'prospect', 'customer', 'customer', 'former']),
    owner: random.pick(members),
  };
}

function dealFields(random: SeededRandom, product: { readonly price: number }, options: GenerateOptions) {
  const { stages, today } = options;
  const open = stages.filter(({ type }) => type === 'open');
  const end = stages.find(({ type }) => type === 'closed');
  const status = random.next() < 0.45 ? 'open' : random.chance(0.6) ? 'won' : 'lost';
  const engagedOn = addDays(today, -random.between(5, 720));
  const amount = money(Math.round(product.price * (75 + random.between(0, 50))), options);
  const expectedClose = addDays(engagedOn, random.between(20, 150));
  const base = { amount, engagedOn, expectedClose };
  const stage = random.pick(open.length > 0 ? open : stages).id;
  if (status === 'open' || end === undefined) return { fields: { ...base, stage, status: 'open' } };
  const length = random.between(3, 140);
  const wished = addDays(engagedOn, length);
  const closedOn = daysBetween(wished, today) < 0 ? today : wished;
  const closed = {
    stage: end.id,
    status,
    closedOn,
    ...(status === 'lost' ? { lostReason: random.pick(['Price', 'Timing', 'Competitor', 'No budget']) } : {}),
  };
  // A third was entered while it was open and closed later: that is what history is made of.
  return random.chance(0.33)
    ? { fields: { ...base, stage, status: 'open' }, later: closed }
    : { fields: { ...base, ...closed } };
}

const taskFields = (random: SeededRandom, deal: RecordId, assignee: RecordId, today: CalendarDate) => ({
  title: random.pick(TASKS),
  dueOn: addDays(today, random.between(-30, 45)),
  status: random.pick(['todo', 'todo', 'doing', 'done']),
  priority: random.pick(['low', 'normal', 'normal', 'high']),
  assignee,
  deal,
});
