import { hash, randomUUID } from 'node:crypto';
import {
  type Acceptance,
  acceptedLink,
  type ChainEnd,
  type ChainLink,
  entryText,
  type Sha256,
  StoreRefused,
} from '@satchel/sync/server';
import { linesOf, type WritePart } from '../batch-statement.ts';
import { arrayText, linesText } from '../driver.ts';

/** https://www.rfc-editor.org/rfc/rfc6234 */
export const sha256: Sha256 = (text) => hash('sha256', text, 'hex');

/** What acceptances, at least one, add to the audit, and where its chain then ends. */
export function auditParts(
  tenant: string,
  acceptances: readonly Acceptance[],
  before: ChainEnd,
): { readonly parts: readonly WritePart[]; readonly end: ChainEnd } {
  const sealed = acceptances.map((one) => ({
    sequence: one.entry.sequence,
    salt: randomUUID(),
    text: storable(entryText(one)),
  }));
  const link = acceptedLink(tenant, before, sealed, sha256);
  const entries: WritePart = {
    text:
      'INSERT INTO "_audit" ("tenant_id", "sequence", "salt", "entry") ' +
      `SELECT $0::uuid, v.* FROM unnest($1::bigint[], $2::uuid[], ${linesOf(3, 'json')}) AS v`,
    values: [
      arrayText(sealed.map(({ sequence }) => sequence)),
      arrayText(sealed.map(({ salt }) => salt)),
      linesText(sealed.map(({ text }) => text)),
    ],
    rows: sealed.length,
  };
  return { parts: [entries, linkPart(link)], end: { place: link.place, link: link.link } };
}

export const linkPart = ({ place, kind, first, last, digests, link }: ChainLink): WritePart => ({
  text:
    'INSERT INTO "_chain" ("tenant_id", "place", "kind", "first", "last", "digests", "link") ' +
    "VALUES ($0::uuid, $1::bigint, $2, $3::bigint, $4::bigint, decode($5, 'hex'), decode($6, 'hex'))",
  values: [String(place), kind, String(first), String(last), digests, link],
  rows: 1,
});

/** `json` would keep both, and PostgreSQL could then read nothing from it. */
function storable(text: string): string {
  const isSuspect = text.includes('\\u0000') || text.includes('\\ud');
  if (isSuspect && /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/.test(text)) {
    throw new StoreRefused('A text holds characters that cannot be kept.');
  }
  return text;
}
