import type { ClientMessage, ServerMessage } from '@satchel/sync';

/**
 * A connection that a device opened with its key alone brings up what waits there, and gives out nothing but how that
 * ended: no records, no numbers, no past.
 */
export const mayAskForUpload = ({ kind }: ClientMessage): boolean =>
  kind === 'auth' || kind === 'hello' || kind === 'push';

/** What such a device is told; null: nothing. A welcome names nothing to load, so that it leaves its rows as they are. */
export function toldForUpload(message: ServerMessage): ServerMessage | null {
  if (message.kind === 'welcome') return { ...message, load: [], isBehindLog: false };
  return toldKinds.has(message.kind) ? message : null;
}

const toldKinds: ReadonlySet<ServerMessage['kind']> = new Set([
  'authorized',
  'outcomes',
  'gap',
  'forked',
  'wipe',
  'upgrade',
  'closed',
]);
