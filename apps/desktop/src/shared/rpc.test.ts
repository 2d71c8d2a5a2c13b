import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decode, encode } from './codec.ts';
import type { Port } from './port.ts';
import { createClient, type Handlers, serve } from './rpc.ts';

/** Two ends of one line, over the bytes that a socket would carry. */
function portPair(): { readonly window: Port; readonly backend: Port } {
  const closed = new Set<() => void>();
  const end = () => {
    const state: { listener?: (message: unknown) => void } = {};
    return state;
  };
  const window = end();
  const backend = end();
  const port = (mine: typeof window, theirs: typeof window): Port => ({
    post(message) {
      const bytes = encode(message);
      queueMicrotask(() => theirs.listener?.(decode(bytes)));
    },
    onMessage(listener) {
      mine.listener = listener;
    },
    onClose: (listener) => void closed.add(listener),
    close() {
      for (const listener of closed) listener();
    },
  });
  return { window: port(window, backend), backend: port(backend, window) };
}

const unanswered = (): Promise<never> => new Promise(() => undefined);

/** Handlers of which a test needs few. */
function handlersWith(given: Partial<Handlers>): Handlers {
  const all: unknown = new Proxy(given, {
    get: (target, name): unknown => Reflect.get(target, name) ?? unanswered,
  });
  return all as Handlers;
}

test('a call is answered, a failure is a sentence, and an announcement arrives until nobody listens', async () => {
  const { window, backend } = portPair();
  const served = serve(
    backend,
    handlersWith({
      'settings.get': () => ({ theme: 'dark' }),
      'import.begin': () => Promise.reject(new Error('The disk is full.')),
    }),
  );
  const client = createClient(window);
  expect(await client.call('settings.get', {})).toEqual({ theme: 'dark' });
  await expect(client.call('import.begin', {})).rejects.toThrow('The disk is full.');

  const heard: unknown[] = [];
  const stop = client.listen('changed', (announcement) => heard.push(announcement));
  served.announce('changed', { entities: ['deal'] });
  await client.call('settings.get', {});
  stop();
  served.announce('changed', { entities: ['contact'] });
  await client.call('settings.get', {});
  expect(heard).toEqual([{ entities: ['deal'] }]);
});

test('a closed line rejects what waits and what comes later', async () => {
  const { window, backend } = portPair();
  serve(backend, handlersWith({}));
  const client = createClient(window);
  const waiting = client.call('settings.get', {});
  window.close();
  await expect(waiting).rejects.toThrow('has closed');
  await expect(client.call('settings.get', {})).rejects.toThrow('has closed');
});

test('what is no call is passed over, and an unknown method is refused', async () => {
  const { window, backend } = portPair();
  serve(backend, { ...handlersWith({ 'settings.get': () => ({}) }) });
  const answers: unknown[] = [];
  window.onMessage((message) => answers.push(message));
  for (const noise of [null, 7, 'call', {}, { kind: 'call' }, { kind: 'call', id: 'x', method: 'settings.get' }]) {
    window.post(noise);
  }
  window.post({ kind: 'call', id: 1, method: 'toString', params: {} });
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(answers).toEqual([{ kind: 'failed', id: 1, message: 'The backend has no method "toString".' }]);
});

test('the codec gives back what it was given', () => {
  const message = { part: new Uint8Array([0, 255]), nothing: undefined, big: 2 ** 53 - 1, text: 'é😀', list: [null] };
  expect(decode(encode(message))).toEqual(message);
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      // No field has this name, and the carrier leaves it out.
      fc.pre(!JSON.stringify(value).includes('"__proto__"'));
      expect(decode(encode(value))).toEqual(value);
    }),
  );
});

test('bytes that are no message throw', () => {
  expect(() => decode(new Uint8Array([1, 2, 3]))).toThrow();
  expect(() => decode(new Uint8Array([...encode('a'), 0]))).toThrow('after its end');
});
