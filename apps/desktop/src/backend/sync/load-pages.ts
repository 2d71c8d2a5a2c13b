import { setImmediate as othersTurn } from 'node:timers/promises';
import { zstd } from '@satchel/db';
import { type ClientMessage, createPagesAhead, decodePage, type ServerMessage } from '@satchel/sync';
import { otherEpochCode, type ServerRequests } from './server-requests.ts';

type PageRequest = Extract<ClientMessage, { kind: 'page' }>;

/**
 * Asks for the pages of a load over HTTP, compressed, beside the socket and not before what else it carries. The answer is
 * what the socket would say; null: ask there, as with a server that does not answer so.
 */
export function createPageLoader(
  requests: Pick<ServerRequests, 'loadPage'>,
  organization: string,
  /** The access token of now. */
  token: () => string,
): (asked: PageRequest) => Promise<ServerMessage | null> {
  let isOffered = true;
  const loadPage = async ({ load, entity, afterId, epoch }: PageRequest): Promise<ServerMessage | null> => {
    if (!isOffered || epoch === undefined) return null;
    const loaded = await requests.loadPage(token(), { organization, entity, epoch, afterId });
    if (!loaded.ok && loaded.error[0]?.code === otherEpochCode) return { kind: 'reset' };
    const page = loaded.ok ? decodePage(loaded.value, zstd) : null;
    isOffered = page?.ok === true;
    return page?.ok ? { kind: 'page', load, afterId, page: page.value } : null;
  };
  return createPagesAhead(loadPage, () => othersTurn());
}
