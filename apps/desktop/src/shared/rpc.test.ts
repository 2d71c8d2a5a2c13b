import { expect, test } from 'vitest';
import { decodeMessage, encodeMessage } from './codec.ts';
import type { Port } from './port.ts';
import { createClient, serve } from './rpc.ts';

function portPair(): { window: Port; backend: Port; close: () => void } {
  const make = () => ({ messages: new Set<(m: unknown) => void>(), closes: new Set<() => void>() });
  const a = make();
  const b = make();
  const close = () => {
    for (const listen of [...a.closes, ...b.closes]) listen();
  };
  const port = (mine: typeof a, theirs: typeof a): Port => ({
    post: (message) =>
      queueMicrotask(() => {
        for (const listen of theirs.messages) listen(decodeMessage(encodeMessage(message)));
      }),
    onMessage: (listener) => void mine.messages.add(listener),
    onClose: (listener) => void mine.closes.add(listener),
    close,
  });
  return {
    window: port(a, b),
    backend: port(b, a),
    close,
  };
}

test('a call is answered, a failure is a sentence, and an announcement arrives', async () => {
  const pair = portPair();
  const line = serve(pair.backend, async (method, params) => {
    if (method === 'settings.get') return { params };
    throw new Error('The disk is full.');
  });
  const client = createClient(pair.window);
  expect(await client.call('settings.get', {})).toEqual({ params: {} });
  await expect(client.call('import.begin', {})).rejects.toThrow('The disk is full.');
  const heard = new Promise((resolve) => client.on('changed', resolve));
  line.announce('changed', { entities: ['deal'] });
  expect(await heard).toEqual({ entities: ['deal'] });
});

test('a closed line rejects what waits and what comes later', async () => {
  const pair = portPair();
  serve(pair.backend, () => new Promise(() => undefined));
  const client = createClient(pair.window);
  const waiting = client.call('settings.get', {});
  pair.close();
  await expect(waiting).rejects.toThrow('closed');
  await expect(client.call('settings.get', {})).rejects.toThrow('closed');
});

test('bytes cross the codec', () => {
  const message = { part: new Uint8Array([0, 255]), nothing: undefined, big: 2 ** 53 - 1, text: 'é😀' };
  expect(decodeMessage(encodeMessage(message))).toEqual(message);
});
