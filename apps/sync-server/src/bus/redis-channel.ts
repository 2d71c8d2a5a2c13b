import { createClient } from '@redis/client';
import type { HintChannel } from './hint-bus.ts';

/**
 * Redis' PUBLISH and SUBSCRIBE. It connects again by itself; nothing is kept for later meanwhile.
 *
 * @param name of the channel: servers of another database may use the same Redis
 */
export async function openRedisChannel(
  url: string,
  name: string,
  take: (text: string) => void,
  onError: (error: unknown) => void,
): Promise<HintChannel> {
  const publisher = createClient({ url, disableOfflineQueue: true });
  const subscriber = publisher.duplicate();
  const clients = [publisher, subscriber];
  for (const client of clients) client.on('error', onError);
  const connecting = Promise.all([publisher.connect(), subscriber.connect()]);
  const subscribed = connecting.then(() => subscriber.subscribe(name, take));
  // A server starts without its Redis, too: hints come once it is there.
  await Promise.race([subscribed, new Promise((resolve) => setTimeout(resolve, firstWaitMs))]);
  subscribed.catch(onError);
  return {
    async send(text) {
      await publisher.publish(name, text);
    },
    close() {
      for (const client of clients) client.destroy();
      return Promise.resolve();
    },
  };
}

/** How long a start waits for Redis, in milliseconds. */
const firstWaitMs = 2000;
