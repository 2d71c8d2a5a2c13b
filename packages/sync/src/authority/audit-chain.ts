import type { Acceptance, LogEntry } from './authority-store.ts';
import type { ChainEnd, ChainLink, SealedEntry } from './chain-link.ts';

/** SHA-256 of a text in UTF-8, as 64 hexadecimal digits (FIPS 180-4). */
export type Sha256 = (text: string) => string;

export const chainStart: ChainEnd = { place: 0, link: '' };

export const digestLength = 64;

/** Everything that an acceptance leaves in the audit, but its sequence. */
export const entryText = ({ entry: { change, acceptedAt, writes }, events }: Acceptance): string =>
  JSON.stringify({ acceptedAt, change, writes, events });

/** What `entryText` made. */
export function entryOf(sequence: number, text: string): LogEntry {
  const { acceptedAt, change, writes } = JSON.parse(text) as Omit<LogEntry, 'sequence'>;
  return { sequence, change, acceptedAt, writes };
}

export const digestOf = ({ salt, text }: SealedEntry, sha256: Sha256): string => sha256(`${salt}\n${text}`);

/** The link for entries that were just accepted, at least one; their sequences follow one another. */
export function acceptedLink(
  tenant: string,
  end: ChainEnd,
  entries: readonly SealedEntry[],
  sha256: Sha256,
): ChainLink {
  const [first, last] = [entries[0]?.sequence, entries.at(-1)?.sequence];
  if (first === undefined || last === undefined) throw new Error('Nothing was accepted.');
  const digests = entries.map((entry) => digestOf(entry, sha256)).join('');
  return linked(tenant, end, { kind: 'accepted', first, last, digests }, sha256);
}

/** The link that says that these entries are no longer kept. */
export const droppedLink = (tenant: string, end: ChainEnd, first: number, last: number, sha256: Sha256): ChainLink =>
  linked(tenant, end, { kind: 'dropped', first, last, digests: '' }, sha256);

function linked(tenant: string, end: ChainEnd, content: Omit<ChainLink, keyof ChainEnd>, sha256: Sha256): ChainLink {
  const place = end.place + 1;
  return { place, ...content, link: linkOf(tenant, end.link, { place, ...content }, sha256) };
}

/** What a link's digest must be. It covers the tenant and all links before it. */
export const linkOf = (
  tenant: string,
  previous: string,
  { place, kind, first, last, digests }: Omit<ChainLink, 'link'>,
  sha256: Sha256,
): string => sha256([tenant, previous, place, kind, first, last, digests].join('\n'));
