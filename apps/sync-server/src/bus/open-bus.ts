import { createHash, randomUUID } from 'node:crypto';
import type { ServerConfig } from '../config/server-config.ts';
import { connectionOptions } from '../database/open-database.ts';
import { createHintBus, type Hint, type HintBus, noHintBus } from './hint-bus.ts';
import { openListenChannel } from './listen-channel.ts';
import { openRedisChannel } from './redis-channel.ts';

/** What nodes tell each other by: Redis when there is one, else PostgreSQL. A database of one process has no other node. */
export async function openBus(
  { bus, database }: Pick<ServerConfig, 'bus' | 'database'>,
  onHint: (hint: Hint, from: string) => void,
  onError: (error: unknown) => void,
): Promise<HintBus> {
  if (bus.kind === 'off' || database.kind === 'embedded') return noHintBus;
  const node = randomUUID();
  if (bus.kind === 'redis') {
    // Neither host nor password are told to whoever looks at the channels.
    const name = `satchel:${createHash('sha256').update(database.url).digest('hex').slice(0, 16)}`;
    return await createHintBus(node, (take) => openRedisChannel(bus.url, name, take, onError), onHint);
  }
  return await createHintBus(node, (take) => openListenChannel(connectionOptions(database), take, onError), onHint);
}
