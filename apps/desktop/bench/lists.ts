import { coreModel, everything } from '@satchel/core';
import { createReader, type Query, runQuery, type SqliteDatabase } from '@satchel/db';
import { createSeededRandom } from '../src/backend/sample/seeded-random.ts';
import { asker } from './asker.ts';
import { openBare } from './bare-database.ts';
import { percentile, printFigure } from './figure.ts';
import { withLargeWorkspaces } from './large-workspaces.ts';
import { createBareStatements, recordStatements } from './recorded-statements.ts';

const rounds = 5;
const callsPerRound = 60;

const sizes = [100_000, 1_000_000] as const;

/** Pages of a list and the board, at a hundred thousand and at a million rows. */
export async function benchLists(): Promise<void> {
  const workspaces = sizes.flatMap((rows) => [
    { contacts: rows, deals: 0 },
    { contacts: rows / 100, deals: rows },
  ]);
  await withLargeWorkspaces(workspaces, async ([smallList, smallBoard, largeList, largeBoard]) => {
    if (!smallList || !smallBoard || !largeList || !largeBoard) throw new Error('A workspace is missing.');
    report('first page', measure(smallList.dir, firstPage), measure(largeList.dir, firstPage));
    report('next page', measure(smallList.dir, nextPage), measure(largeList.dir, nextPage));
    report('board', measure(smallBoard.dir, board), measure(largeBoard.dir, board));
  });
}

/** Milliseconds, 95th percentiles. */
interface Measured {
  readonly p95: number;
  readonly floorP95: number;
}

/** The question of a call. */
type Questions = (db: SqliteDatabase) => (call: number) => Query;

function measure(dir: string, questions: Questions): Measured {
  const calls = record(dir, questions);
  // Two connections, each with a cache of its own: neither finds what the other has just read and decrypted.
  const db = openBare(dir);
  const bareDb = openBare(dir);
  const reader = createReader(db, coreModel);
  const bare = createBareStatements(bareDb);
  const asked: number[] = [];
  const floor: number[] = [];
  for (const { question, statements } of calls) {
    const startMs = performance.now();
    runQuery(reader, question);
    asked.push(performance.now() - startMs);
    floor.push(bare.run(statements));
  }
  db.close();
  bareDb.close();
  return { p95: percentile(asked, 0.95), floorP95: percentile(floor, 0.95) };
}

/** The questions with the statements that they come to. */
function record(dir: string, questions: Questions) {
  const db = openBare(dir);
  const recorded = recordStatements(db);
  const reader = createReader(recorded.db, coreModel);
  const query = questions(db);
  const calls = Array.from({ length: rounds * callsPerRound }, (_, call) => {
    recorded.take();
    const question = query(call);
    const answer = runQuery(reader, question);
    if (!answer.ok) throw new Error(answer.error.message);
    return { question, statements: recorded.take() };
  });
  db.close();
  return calls;
}

function report(name: string, small: Measured, large: Measured): void {
  printFigure({
    name: `${name} at 1,000,000`,
    value: large.p95,
    unit: 'ms',
    floor: large.floorP95,
    most: 3,
    note: 'p95 of one reader’s answer; floor: p95 of its prepared statements alone, with the same parameters, on another connection',
  });
  printFigure({
    name: `${name}, 1,000,000 against 100,000`,
    value: large.p95,
    unit: 'ms',
    floor: small.p95,
    most: 3,
    note: 'p95; floor: the same at 100,000',
  });
}

const pageRows = 50;

const firstPage: Questions = () => () => ({
  kind: 'page',
  params: { entity: 'contact', where: everything, limit: pageRows },
  context: asker,
});

/** By name, from any place of the list on. */
const nextPage: Questions = (db) => {
  const random = createSeededRandom(5);
  const rows = Number(db.prepare('SELECT max("seq") FROM "contacts"').pluck().get());
  const place = db.prepare<[number]>('SELECT "name_fold", "seq" FROM "contacts" WHERE "seq" >= ? LIMIT 1').raw();
  const sort = { field: 'name', direction: 'asc' } as const;
  return () => {
    const after = Buffer.from(JSON.stringify(place.get(random.between(1, rows)))).toString('base64url');
    const params = { entity: 'contact', where: everything, sort, after, limit: pageRows };
    return { kind: 'page', params, context: asker };
  };
};

/** The columns of every pipeline, with their first cards and totals. */
const board: Questions = () => () => ({
  kind: 'board',
  params: { entity: 'deal', where: everything, limit: pageRows },
  context: asker,
});
