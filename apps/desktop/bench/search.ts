import { join } from 'node:path';
import { everything } from '@satchel/core';
import { openReaderPool } from '@satchel/db';
import { createSeededRandom } from '../src/backend/sample/seeded-random.ts';
import { companyStems, firstNames, lastNames } from '../src/backend/sample/vocabulary.ts';
import { fileKeyStore } from '../src/backend/workspace/keys.ts';
import { asker } from './asker.ts';
import { percentile, printFigure, timed } from './figure.ts';
import { withLargeWorkspaces } from './large-workspaces.ts';

const rounds = 5;
const wordsPerRound = 40;

/** Search as one types, in a workspace of a million contacts (and a hundred thousand companies). */
export async function benchSearch(): Promise<void> {
  await withLargeWorkspaces([{ contacts: 1_000_000, deals: 0 }], async ([workspace]) => {
    if (!workspace) throw new Error('The workspace is missing.');
    const key = fileKeyStore(join(workspace.dir, 'workspace.key')).key(false);
    if (!key.ok) throw new Error(key.error.message);
    const pool = await openReaderPool({ path: join(workspace.dir, 'workspace.db'), key: key.value });
    if (!pool.ok) throw new Error(pool.error.message);
    const answers: Readonly<Record<string, (text: string) => Promise<unknown>>> = {
      everywhere: (text) => pool.value.query('search', { text, limit: 20 }, asker),
      'in a list': (text) =>
        pool.value.query('page', { entity: 'contact', where: everything, search: text, limit: 50 }, asker),
    };
    for (const [place, answer] of Object.entries(answers)) {
      for (const [name, { most, texts }] of Object.entries(kinds())) {
        const times: number[] = [];
        for (const text of texts) times.push((await timed(() => answer(text))).ms);
        printFigure({
          name: `search ${place}, ${name}, at 1,000,000`,
          value: percentile(times, 0.95),
          unit: 'ms',
          floor: null,
          most,
          note: `p95 of ${texts.length} texts, asked of the reader threads from the backend`,
        });
      }
    }
    await pool.value.close();
  });
}

interface Kind {
  readonly most: number;
  readonly texts: readonly string[];
}

function kinds(): Readonly<Record<string, Kind>> {
  const random = createSeededRandom(11);
  const many = (make: () => string): readonly string[] => Array.from({ length: rounds * wordsPerRound }, make);
  const word = (): string => random.pick(random.pick([firstNames, lastNames, companyStems])).toLowerCase();
  return {
    '1 letter': { most: 30, texts: many(() => word().slice(0, 1)) },
    '2 to 6 letters': { most: 16, texts: many(() => word().slice(0, random.between(2, 6))) },
    'two words': {
      most: 50,
      texts: many(() => `${random.pick(firstNames)} ${random.pick(lastNames).slice(0, random.between(1, 6))}`),
    },
    'phone digits': {
      most: 16,
      texts: many(() => `079 ${String(random.between(1_000_000, 1_999_999)).slice(0, random.between(1, 7))}`),
    },
  };
}
