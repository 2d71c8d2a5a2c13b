import type { Announcement, Announcements, Answer, Method, Params } from './api.ts';
import type { Port } from './port.ts';

/** A window's side: `call` asks, `listen` hears what the backend says unasked. */
export interface Client {
  /** Rejects with the backend's sentence, or when the connection closes before the answer. */
  call<M extends Method>(method: M, params: Params<M>): Promise<Answer<M>>;
  /** The returned function ends the listening. */
  listen<A extends Announcement>(name: A, handler: (announcement: Announcements[A]) => void): () => void;
}

/** One function per method. Parameters arrive unparsed: each handler parses its own. */
export type Handlers = { readonly [M in Method]: (params: unknown) => Answer<M> | Promise<Answer<M>> };

/** The handlers of one group of methods, such as `records`. */
export type HandlersOf<Group extends string> = Pick<Handlers, Extract<keyof Handlers, `${Group}.${string}`>>;

/** The backend's side of one window. */
export interface Served {
  announce<A extends Announcement>(name: A, announcement: Announcements[A]): void;
}

type Message =
  | { readonly kind: 'call'; readonly id: number; readonly method: string; readonly params: unknown }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string }
  | { readonly kind: 'announce'; readonly name: string; readonly value: unknown };

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

const closedSentence = 'The connection to the workspace has closed. Start Satchel again or reload this window.';

export function createClient(port: Port): Client {
  const waiting = new Map<number, Waiting>();
  const handlersByName = new Map<string, Set<(value: unknown) => void>>();
  let lastId = 0;
  let isClosed = false;

  port.onClose(() => {
    isClosed = true;
    for (const { reject } of waiting.values()) reject(new Error(closedSentence));
    waiting.clear();
  });
  port.onMessage((input) => {
    const message = parseMessage(input);
    if (message?.kind === 'announce') {
      for (const handler of handlersByName.get(message.name) ?? []) handler(message.value);
    } else if (message?.kind === 'answer' || message?.kind === 'failed') {
      const asked = waiting.get(message.id);
      waiting.delete(message.id);
      if (message.kind === 'answer') asked?.resolve(message.value);
      else asked?.reject(new Error(message.message));
    }
  });

  return {
    call: <M extends Method>(method: M, params: Params<M>) =>
      new Promise<Answer<M>>((resolve, reject) => {
        if (isClosed) {
          reject(new Error(closedSentence));
          return;
        }
        lastId += 1;
        // The backend answers a method with that method's answer.
        waiting.set(lastId, { resolve: (value) => resolve(value as Answer<M>), reject });
        post(port, { kind: 'call', id: lastId, method, params });
      }),
    listen<A extends Announcement>(name: A, handler: (announcement: Announcements[A]) => void) {
      const handlers = handlersByName.get(name) ?? new Set();
      handlersByName.set(name, handlers);
      // The backend says under a name what belongs to it.
      const listener = (value: unknown): void => handler(value as Announcements[A]);
      handlers.add(listener);
      return () => void handlers.delete(listener);
    },
  };
}

/** Answers a window's calls until its port closes. */
export function serve(port: Port, handlers: Handlers): Served {
  let isClosed = false;
  port.onClose(() => {
    isClosed = true;
  });
  const reply = (message: Message): void => {
    if (!isClosed) post(port, message);
  };
  port.onMessage((input) => {
    const message = parseMessage(input);
    if (message?.kind === 'call') void answer(message, handlers).then(reply);
  });
  return { announce: (name, value) => reply({ kind: 'announce', name, value }) };
}

const post = (port: Port, message: Message): void => port.post(message);

async function answer(
  { id, method, params }: Extract<Message, { kind: 'call' }>,
  handlers: Handlers,
): Promise<Message> {
  if (!isMethod(method, handlers)) return { kind: 'failed', id, message: `The backend has no method "${method}".` };
  try {
    return { kind: 'answer', id, value: await handlers[method](params) };
  } catch (error) {
    return { kind: 'failed', id, message: error instanceof Error ? error.message : String(error) };
  }
}

const isMethod = (name: string, handlers: Handlers): name is Method => Object.hasOwn(handlers, name);

/** Undefined for what is no message of ours. */
function parseMessage(input: unknown): Message | undefined {
  if (typeof input !== 'object' || input === null || !('kind' in input)) return undefined;
  const text = (key: string): string | undefined => {
    const value: unknown = Reflect.get(input, key);
    return typeof value === 'string' ? value : undefined;
  };
  const value: unknown = Reflect.get(input, 'value');
  if (input.kind === 'announce') {
    const name = text('name');
    return name === undefined ? undefined : { kind: 'announce', name, value };
  }
  const id: unknown = Reflect.get(input, 'id');
  if (typeof id !== 'number') return undefined;
  if (input.kind === 'answer') return { kind: 'answer', id, value };
  if (input.kind === 'failed') return { kind: 'failed', id, message: text('message') ?? 'Something went wrong.' };
  const method = text('method');
  const params: unknown = Reflect.get(input, 'params');
  return input.kind === 'call' && method !== undefined ? { kind: 'call', id, method, params } : undefined;
}
