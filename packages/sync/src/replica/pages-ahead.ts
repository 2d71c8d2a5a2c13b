import type { ClientMessage, ServerMessage } from '../protocol/messages.ts';

type PageRequest = Extract<ClientMessage, { kind: 'page' }>;
/** Loads a page; null: it is to be asked for in another way. */
type LoadPage = (asked: PageRequest) => Promise<ServerMessage | null>;

/**
 * Asks for the page after one before that one is given out: whoever takes a page writes it, and lets nothing else happen
 * meanwhile. What was asked for ahead is given out only within the same load, since a page must not be older than what its
 * load has declared.
 *
 * @param sent resolves when a request that was begun is on its way
 */
export function createPagesAhead(load: LoadPage, sent: () => Promise<void>): LoadPage {
  let ahead: { readonly key: string; readonly answer: Promise<ServerMessage | null> } | null = null;
  return async (asked) => {
    const known = ahead?.key === keyOf(asked) ? ahead.answer : null;
    ahead = null;
    const answer = await (known ?? load(asked));
    if (answer?.kind === 'page' && answer.page.next !== null) {
      const next = { ...asked, afterId: answer.page.next };
      const coming = load(next);
      // Whoever asks for it hears of its failure.
      coming.catch(() => undefined);
      ahead = { key: keyOf(next), answer: coming };
      await sent();
    }
    return answer;
  };
}

const keyOf = ({ load, entity, afterId, epoch }: PageRequest): string =>
  JSON.stringify([load, entity, afterId, epoch ?? null]);
