import { chainStart, digestLength, digestOf, linkOf, type Sha256 } from './audit-chain.ts';
import type { AuthorityStore, TenantReader } from './authority-store.ts';
import type { ChainEnd, ChainLink } from './chain-link.ts';

/** Where the audit is not as it was written. */
export interface AuditBreak {
  /**
   * `altered`: an entry is another one. `missing`: an entry is gone that was not dropped. `added`: there is an entry that
   * was never accepted. `chain`: the chain itself was touched, at or before this link.
   */
  readonly kind: 'altered' | 'missing' | 'added' | 'chain';
  /** The entry's sequence, or the link's place. */
  readonly at: number;
}

export interface VerifiedAudit {
  /** Empty: nobody has touched it. At most 100 of the first. */
  readonly breaks: readonly AuditBreak[];
  /** To be kept elsewhere: whoever rewrites all of the chain cannot rewrite that. */
  readonly end: ChainEnd;
  /** How many entries are there, and were looked at. */
  readonly entries: number;
}

const maxBreaks = 100;

/** Of at most 500 entries each. */
const linksAtOnce = 20;

/**
 * Reads a tenant's whole audit and says where it is not as it was written. Entries that were dropped are not missed.
 * Costs about 10 µs for each entry, and keeps nobody from writing.
 *
 * @param known an end of the chain that was kept elsewhere: the chain must still hold it
 */
export async function verifyAudit(
  store: AuthorityStore,
  tenant: string,
  sha256: Sha256,
  known: ChainEnd = chainStart,
): Promise<VerifiedAudit> {
  return await store.read(tenant, async (reader) => {
    const breaks: AuditBreak[] = [];
    const found = (kind: AuditBreak['kind'], at: number): void => {
      if (breaks.length < maxBreaks) breaks.push({ kind, at });
    };
    const { dropped, head } = await walkLinks(reader, tenant, sha256, known, found);
    const wasDropped = (sequence: number): boolean =>
      dropped.some(({ first, last }) => first <= sequence && sequence <= last);

    let entries = 0;
    await eachPage(reader, async (links) => {
      const accepted = links.filter(({ kind }) => kind === 'accepted');
      const [first, last] = [accepted[0]?.first, accepted.at(-1)?.last];
      if (first === undefined || last === undefined) return;
      const kept = Map.groupBy(await reader.sealed(first, last), ({ sequence }) => sequence);
      for (const link of accepted) {
        for (let sequence = link.first; sequence <= link.last; sequence++) {
          const place = (sequence - link.first) * digestLength;
          const [entry, ...more] = kept.get(sequence) ?? [];
          if (more.length > 0) found('added', sequence);
          if (entry === undefined) {
            if (!wasDropped(sequence)) found('missing', sequence);
            continue;
          }
          entries += 1;
          if (digestOf(entry, sha256) !== link.digests.slice(place, place + digestLength)) found('altered', sequence);
        }
      }
    });
    for (const { sequence } of await reader.sealed(head + 1, Number.MAX_SAFE_INTEGER)) found('added', sequence);
    for (const { sequence } of await reader.sealed(Number.MIN_SAFE_INTEGER, 0)) found('added', sequence);
    return { breaks, end: await reader.chainEnd(), entries };
  });
}

/** Follows the chain from its start. */
async function walkLinks(
  reader: TenantReader,
  tenant: string,
  sha256: Sha256,
  known: ChainEnd,
  found: (kind: 'chain', at: number) => void,
): Promise<{ readonly dropped: readonly ChainLink[]; readonly head: number }> {
  const dropped: ChainLink[] = [];
  let end = chainStart;
  let head = 0;
  let holdsKnown = known.place === 0;
  await eachPage(reader, async (links) => {
    for (const link of links) {
      const size = link.kind === 'accepted' ? (link.last - link.first + 1) * digestLength : 0;
      const isNext = link.place === end.place + 1 && link.digests.length === size;
      const follows = link.kind === 'accepted' ? link.first === head + 1 && link.last > head : link.last <= head;
      if (!isNext || !follows || linkOf(tenant, end.link, link, sha256) !== link.link) found('chain', link.place);
      if (link.kind === 'accepted') head = link.last;
      else dropped.push(link);
      if (link.place === known.place) holdsKnown = link.link === known.link;
      end = link;
    }
  });
  const last = await reader.chainEnd();
  if (end.place !== last.place || end.link !== last.link || head !== (await reader.head())) found('chain', last.place);
  if (!holdsKnown) found('chain', known.place);
  return { dropped, head };
}

async function eachPage(reader: TenantReader, work: (links: readonly ChainLink[]) => Promise<void>): Promise<void> {
  for (let after = 0; ; ) {
    const links = await reader.chain(after, linksAtOnce);
    await work(links);
    const last = links.at(-1);
    if (last === undefined || links.length < linksAtOnce) return;
    after = last.place;
  }
}
