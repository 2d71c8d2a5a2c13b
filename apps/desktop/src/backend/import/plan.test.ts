import { expect, test } from 'vitest';
import type { FilePlan, ImportPlan } from '../../shared/api.ts';
import { createImportJobs } from './jobs.ts';
import { createMemoryWorkspace, type MemoryWorkspace } from './memory-workspace.ts';

const deals = (...rows: readonly string[]): string =>
  ['opportunity_id,product,deal_stage,engage_date,close_value', ...rows].join('\n');
const files = {
  'deals.csv': deals('A1,Kit,Engaging,10/20/2016,', 'A2,Kitt,Won,10/21/2016,50', 'A3,Bag,Angebot,10/22/2016,'),
  'products.csv': 'product\nKit\nBag\n',
};

function begin(workspace: MemoryWorkspace, given: Readonly<Record<string, string>> = files) {
  const jobs = createImportJobs(workspace.target);
  const { job } = jobs.begin();
  for (const [name, text] of Object.entries(given)) jobs.addFilePart(job, name, Buffer.from(text), true);
  const analyse = async (changed?: ImportPlan): Promise<ImportPlan> => {
    const plan = await jobs.analyse(job, undefined, changed);
    if (!plan.ok) throw new Error(plan.error[0]?.message);
    return plan.value;
  };
  const run = async (plan: ImportPlan) => {
    const result = await jobs.run(job, plan);
    if (!result.ok) throw new Error(result.error[0]?.message);
    return result.value;
  };
  const preview = async (plan: ImportPlan) => {
    const previews = await jobs.preview(job, plan);
    if (!previews.ok) throw new Error(previews.error[0]?.message);
    return previews.value;
  };
  return { analyse, run, preview };
}

const meanings = (plan: ImportPlan) =>
  [...plan.known, ...plan.unresolved].map(({ column, value, decision }) => [
    column,
    value,
    typeof decision === 'object' ? decision.use : decision,
  ]);

/** The plan with another meaning of one value. */
const decided = (plan: ImportPlan, value: string, use: string): ImportPlan => ({
  ...plan,
  known: plan.known.map((one) => (one.value === value ? { ...one, decision: { use } } : one)),
  unresolved: plan.unresolved.map((one) => (one.value === value ? { ...one, decision: { use } } : one)),
});

const changedFile = (plan: ImportPlan, name: string, change: (file: FilePlan) => FilePlan): ImportPlan => ({
  ...plan,
  files: plan.files.map((file) => (file.file === name ? change(file) : file)),
});

function dealsOf(workspace: MemoryWorkspace) {
  const nameById = new Map<unknown, unknown>(workspace.live('stage').map(({ id, name }) => [id, name]));
  return workspace.live('deal').map(({ externalId, stage, status }) => [externalId, nameById.get(stage), status]);
}

test('[S4-17/C] every value of a column of stages is listed with what it means, and can mean another', async () => {
  const workspace = createMemoryWorkspace();
  const { analyse, run } = begin(workspace);
  const plan = await analyse();
  expect(meanings(plan)).toEqual([
    ['deal_stage', 'Engaging', 'Negotiation'],
    ['deal_stage', 'Won', 'Won'],
    ['product', 'Kitt', 'empty'],
    ['deal_stage', 'Angebot', 'empty'],
  ]);
  const stage = plan.files[0]?.columns.find(({ column }) => column === 'deal_stage');
  expect(stage?.names).toEqual(expect.arrayContaining(['Qualification', 'Proposal', 'Negotiation', 'Won', 'Lost']));
  await run(decided(decided(decided(plan, 'Kitt', 'Kit'), 'Engaging', 'Proposal'), 'Angebot', 'Lost'));
  expect(dealsOf(workspace)).toEqual([
    ['A1', 'Proposal', 'open'],
    ['A2', 'Closed', 'won'],
    ['A3', 'Closed', 'lost'],
  ]);
});

test('[S4-17/C] what values mean is remembered with the mapping, and what the command says goes before', async () => {
  const workspace = createMemoryWorkspace();
  const first = begin(workspace);
  await first.run(decided(decided(await first.analyse(), 'Engaging', 'Proposal'), 'Kitt', 'Kit'));
  const next = { ...files, 'deals.csv': deals('B1,Kitt,Engaging,10/20/2016,') };
  expect(meanings(await begin(workspace, next).analyse())).toEqual([
    ['deal_stage', 'Engaging', 'Proposal'],
    ['product', 'Kitt', 'Kit'],
  ]);
  const jobs = createImportJobs(workspace.target);
  const said = await jobs.importFiles([{ name: 'deals.csv', bytes: Buffer.from(next['deals.csv']) }], {
    valueByName: { Engaging: 'Qualification' },
  });
  if (!said.ok) throw new Error(said.error[0]?.message);
  expect(dealsOf(workspace)).toContainEqual(['B1', 'Qualification', 'open']);
});

test('[S4-17/C] a mapping changed by hand is read anew: values, dates, another kind of record, a file left out', async () => {
  const workspace = createMemoryWorkspace();
  const { analyse, run } = begin(workspace, {
    'list.csv': 'name,when,remarks\nAnn,03/04/2020,Kit\nBo,05/06/2020,Bag\n',
  });
  const first = await analyse();
  const asDeals = await analyse(changedFile(first, 'list.csv', (file) => ({ ...file, entity: 'deal', columns: [] })));
  expect(asDeals.files[0]).toMatchObject({ entity: 'deal', columns: [{ field: 'title' }, {}, {}] });
  const mapped = await analyse(
    changedFile(asDeals, 'list.csv', (file) => ({
      ...file,
      columns: file.columns.map((column) => ({
        ...column,
        field: column.column === 'name' ? 'title' : column.column === 'when' ? 'engagedOn' : 'product',
        dateFormat: column.column === 'when' ? 'dmy' : null,
      })),
    })),
  );
  expect(meanings(mapped)).toEqual([
    ['remarks', 'Kit', 'create'],
    ['remarks', 'Bag', 'create'],
  ]);
  expect((await run(mapped)).created).toEqual({ deal: 2, product: 2 });
  expect(workspace.live('deal').map(({ engagedOn }) => engagedOn)).toEqual(['2020-04-03', '2020-06-05']);

  const again = begin(workspace, { 'list.csv': 'name,when,remarks\nCy,07/08/2020,Kit\n' });
  const remembered = await again.analyse();
  expect(remembered.files[0]?.columns.map(({ field, dateFormat }) => [field, dateFormat])).toEqual([
    ['title', null],
    ['engagedOn', 'dmy'],
    ['product', null],
  ]);
  const other = { 'companies.csv': 'account,sector\nAcme,retail\n', 'list.csv': 'name,when,remarks\nDee,,\n' };
  const third = begin(workspace, other);
  await third.run(changedFile(await third.analyse(), 'companies.csv', (file) => ({ ...file, entity: null })));
  expect((await begin(workspace, other).analyse()).files.map(({ entity, warnings }) => [entity, warnings])).toEqual([
    [null, ['It was left out the last time, so it is left out again.']],
    ['deal', []],
  ]);
});

test('[S4-17/C] the preview shows rows as they are written afterwards, and writes nothing', async () => {
  const workspace = createMemoryWorkspace();
  const { analyse, run, preview } = begin(workspace, {
    ...files,
    'deals.csv': deals('A1,Kit,Engaging,10/20/2016,"$1,250.50"', 'A2,Kit,Won,2/30/2017,50'),
  });
  const plan = await analyse();
  const [shown] = await preview(plan);
  const [created, refused] = shown?.rows ?? [];
  const title = (entity: string, id: unknown) => shown?.titles[entity]?.[String(id)];
  expect(workspace.live('deal')).toEqual([]);
  expect(shown?.fields).toEqual(['externalId', 'product', 'stage', 'engagedOn', 'amount', 'status']);
  expect({
    ...created,
    values: {
      ...created?.values,
      product: title('product', created?.values.product),
      stage: title('stage', created?.values.stage),
    },
  }).toEqual({
    line: 2,
    becomes: 'create',
    reason: null,
    values: {
      externalId: 'A1',
      product: 'Kit',
      stage: 'Negotiation',
      status: 'open',
      engagedOn: '2016-10-20',
      amount: { minor: 125_050, currency: 'USD' },
    },
  });
  expect(refused?.becomes).toBe('refused');
  expect(refused?.reason).toContain('There is no date "2/30/2017"');

  await run(plan);
  const [deal] = workspace.live('deal');
  if (deal === undefined) throw new Error('missing');
  const { externalId, engagedOn, amount, stage, status } = deal;
  expect({ externalId, engagedOn, amount, stage, status }).toEqual({
    externalId: created?.values.externalId,
    engagedOn: created?.values.engagedOn,
    amount: created?.values.amount,
    stage: created?.values.stage,
    status: created?.values.status,
  });
  expect((await preview(plan))[0]?.rows.map(({ becomes }) => becomes)).toEqual(['update', 'refused']);
});
