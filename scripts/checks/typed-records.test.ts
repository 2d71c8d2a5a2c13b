import { spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');

/** Lines with a mistake in them end in `// wrong`. Types come from the declaration of the deal, and from the API. */
const source = `
import { deal } from '${root}/packages/core/src/entities/deal.ts';
import { defineEntity } from '${root}/packages/core/src/entity/define-entity.ts';
import { load } from '${root}/packages/core/src/entity/need.ts';
import type { RecordOf } from '${root}/packages/core/src/entity/record.ts';
import { reference, text } from '${root}/packages/core/src/field/field.ts';
import type { RecordId } from '${root}/packages/core/src/id/uuid.ts';
import type { Money } from '${root}/packages/core/src/money/money.ts';
import type { Answer, Params } from '${root}/apps/desktop/src/shared/api.ts';

declare const record: RecordOf<(typeof deal)['ownFields']>;
export const title: string | null = record.title;
export const titleAsNumber: number | null = record.title; // wrong
export const titleAlways: string = record.title; // wrong
export const status: 'open' | 'won' | 'lost' | null = record.status;
export const status2: 'open' | 'won' | null = record.status; // wrong
export const amount: Money | null = record.amount;
export const minor: number = record.amount.minor; // wrong
export const contacts: readonly RecordId[] = record.contacts;
export const company: RecordId | null = record.company;
export const idFromText: RecordId = 'some text'; // wrong
export const colour = record.colour; // wrong
record.title = 'new'; // wrong

export const renewal = defineEntity({
  name: 'renewal',
  plural: 'renewals',
  label: 'Renewal',
  labelPlural: 'Renewals',
  place: 'main',
  fields: { name: text({ required: true }), deal: reference('deal') },
  needs: ({ after }) => ({ deal: load(deal, after.deal) }),
  rules: [
    { code: 'a', message: 'A.', holds: ({ after, facts }) => after.name !== facts.deal?.title },
    { code: 'b', message: 'B.', holds: ({ after }) => after.nmae !== null }, // wrong
    { code: 'c', message: 'C.', holds: ({ facts }) => facts.deal.title !== null }, // wrong
    { code: 'd', message: 'D.', holds: ({ facts }) => facts.deal?.status !== 'finished' }, // wrong
  ],
  views: { title: 'name', list: ['name'], form: ['name'] },
});

export const asked: Params<'records.page'> = { entity: 'deal', where: { and: [] }, limit: 10 };
export const halfAsked: Params<'records.page'> = { entity: 'deal', where: { and: [] } }; // wrong
export const misspelt: Params<'records.pages'> = asked; // wrong
export const filter: Params<'records.page'>['where'] = { field: 'title', op: 'like', value: 'x' }; // wrong
declare const committed: Answer<'changes.commit'>;
export const withoutAsking = committed.value.id; // wrong
export const afterAsking: string | null = committed.ok ? committed.value.id : null;
`;

test('[S3-19/C] records, rules and the API are typed by their declarations: each mistake is refused, the rest is not', () => {
  const folder = mkdtempSync(join(tmpdir(), 'satchel-types-'));
  try {
    writeFileSync(join(folder, 'typed.mts'), source);
    const options = {
      extends: join(root, 'tsconfig.base.json'),
      compilerOptions: {
        composite: false,
        incremental: false,
        declaration: false,
        emitDeclarationOnly: false,
        noEmit: true,
      },
      files: ['typed.mts'],
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(options));
    const run = spawnSync(join(root, 'node_modules/.bin/tsc'), ['-p', folder, '--pretty', 'false'], {
      encoding: 'utf8',
    });
    const found = [...run.stdout.matchAll(/^\S*typed\.mts\((\d+),\d+\): error/gm)].map(([, line]) => Number(line));
    const wrong = source.split('\n').flatMap((line, index) => (line.endsWith('// wrong') ? [index + 1] : []));
    expect([...new Set(found)].toSorted((a, b) => a - b)).toEqual(wrong);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

interface CompilerFile {
  readonly extends?: string;
  readonly compilerOptions?: Readonly<Record<string, unknown>>;
}

const readJson = (file: string): unknown => JSON.parse(readFileSync(join(root, file), 'utf8'));
const optionsOf = (file: string) => readJson(file) as CompilerFile;

/** What makes the compiler strict; nobody below the base may say otherwise. */
const strictness = {
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  noImplicitOverride: true,
  noImplicitReturns: true,
  noFallthroughCasesInSwitch: true,
  verbatimModuleSyntax: true,
  erasableSyntaxOnly: true,
} as const;

test('[S3-19/C] every part of the house is compiled strictly, and the linter refuses any', () => {
  expect(optionsOf('tsconfig.base.json').compilerOptions).toMatchObject(strictness);
  const files = globSync('{.,scripts,packages/*,apps/*}/tsconfig*.json', { cwd: root });
  for (const file of files.filter((name) => !name.endsWith('tsconfig.base.json'))) {
    const { extends: base, compilerOptions = {} } = optionsOf(file);
    const own = Object.keys(compilerOptions).filter(
      (name) => name in strictness || /^(?:strict|noImplicit)/.test(name),
    );
    // A file that only points to others compiles nothing itself.
    const isSolution = Object.keys(compilerOptions).length === 0;
    expect({ file, own, base: isSolution ? undefined : base?.endsWith('tsconfig.base.json') }).toEqual({
      file,
      own: [],
      base: isSolution ? undefined : true,
    });
  }
  const { rules } = readJson('.oxlintrc.json') as { readonly rules: Readonly<Record<string, unknown>> };
  expect(rules).toMatchObject({
    'typescript/no-explicit-any': 'error',
    'typescript/no-unsafe-assignment': 'error',
    'typescript/no-unsafe-call': 'error',
    'typescript/no-unsafe-member-access': 'error',
    'typescript/no-unsafe-return': 'error',
    'typescript/no-non-null-assertion': 'error',
  });
});
