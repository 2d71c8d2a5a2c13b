import type { Capability } from './read-ids.ts';
import type { TestResult } from './read-results.ts';

type Claim = Readonly<{ id: string; home: string | undefined; test: TestResult }>;

/**
 * The document: a row `| id | state | homes proven / homes | test titles |` for every id, in the order given. A home is
 * proven when at least one test claims it and all that claim it pass; an id without homes by one test of any home.
 */
export function writeTable(capabilities: readonly Capability[], results: readonly TestResult[]): string {
  const claims = Map.groupBy(results.flatMap(claimsOf), (claim) => claim.id);
  const rows = capabilities.map((capability) => row(capability, claims.get(capability.id) ?? []));
  const count = (state: State) => rows.filter((each) => each.state === state).length;
  return [
    '# Capabilities',
    '',
    'Written by `npm run capabilities` from the results of `npm test`; do not edit. A test claims an id and a home in its',
    'title, as in `[S1-10/A]`. Homes: C in core, A in the app (real browser), S over HTTP or socket, U in the admin pages.',
    '',
    `${count('proven')} proven, ${count('partial')} partial, ${count('missing')} missing.`,
    '',
    '| id | state | homes proven / homes | tests |',
    '|---|---|---|---|',
    ...rows.map((each) => each.line),
    '',
  ].join('\n');
}

/** Claims for ids that are not among the capabilities: most likely misspelt. */
export function unknownIds(
  capabilities: readonly Capability[],
  results: readonly TestResult[],
): readonly { readonly id: string; readonly title: string }[] {
  const known = new Set(capabilities.map((capability) => capability.id));
  return results.flatMap(claimsOf).flatMap(({ id, test }) => (known.has(id) ? [] : [{ id, title: test.title }]));
}

type State = 'proven' | 'partial' | 'missing';

function row(capability: Capability, claims: readonly Claim[]): { readonly state: State; readonly line: string } {
  const { id, homes } = capability;
  const passing = claims.filter((claim) => claim.test.outcome === 'passed');
  const holds = (of: readonly Claim[]) =>
    of.some((claim) => claim.test.outcome === 'passed') && !of.some((claim) => claim.test.outcome === 'failed');
  const proven = homes.filter((home) => holds(claims.filter((claim) => claim.home === home)));
  const isProven = homes.length === 0 ? holds(claims) : proven.length === homes.length;
  const state = isProven ? 'proven' : passing.length > 0 ? 'partial' : 'missing';
  const titles = [...new Set(passing.map((claim) => claim.test.title.replaceAll('|', '\\|')))];
  const homesCell = homes.length === 0 ? '– / –' : `${proven.join(',') || '–'} / ${homes.join(',')}`;
  return { state, line: `| ${id} | ${state} | ${homesCell} | ${titles.join('<br>')} |` };
}

/** A title may carry several ids, and an id several homes: `[S1-10/C,A] [S1-11/A] finds …`. */
function claimsOf(test: TestResult): readonly Claim[] {
  return [...test.title.matchAll(/\[([A-Z]\d?-\d+[a-z]?|X\d+[a-z]?)(?:\/([A-Z](?:,\s?[A-Z])*))?\]/g)].flatMap(
    ([, id = '', homes]) => (homes?.split(/,\s?/) ?? [undefined]).map((home): Claim => ({ id, home, test })),
  );
}
