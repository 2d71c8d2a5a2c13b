import { csvText } from '@satchel/core';
import { createSeededRandom } from '../src/backend/sample/seeded-random.ts';
import { companyEnds, companyStems, firstNames, jobTitles, lastNames } from '../src/backend/sample/vocabulary.ts';

/** A file of contacts as another CRM exports it; one row in a hundred repeats a mail address of an earlier one. */
export function contactsCsv(rows: number): Uint8Array {
  const random = createSeededRandom(7);
  const lines: string[][] = [
    ['First Name', 'Last Name', 'Email', 'Phone', 'Job Title', 'Company', 'Lifecycle', 'City'],
  ];
  for (let index = 0; index < rows; index++) {
    const number = index > 100 && random.chance(0.01) ? index - 100 : index;
    lines.push([
      random.pick(firstNames),
      random.pick(lastNames),
      `person${number}@example${number % 5000}.com`,
      `+4179${String(1_000_000 + number)}`,
      random.pick(jobTitles),
      `${random.pick(companyStems)} ${random.pick(companyEnds)}`,
      random.pick(['Lead', 'Prospect', 'Customer', 'Former customer']),
      'Bern',
    ]);
  }
  return Buffer.from(csvText(lines));
}
