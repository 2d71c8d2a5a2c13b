import { type RecordId, recordIdFrom } from '@satchel/core';
import { expect, test } from 'vitest';
import type { ClientMessage, ServerMessage } from '../protocol/messages.ts';
import { createPagesAhead } from './pages-ahead.ts';

type PageRequest = Extract<ClientMessage, { kind: 'page' }>;

const idOf = (n: number): RecordId => recordIdFrom(`01890000-0000-7000-8000-${String(n).padStart(12, '0')}`);
const asked = (load: number, after: number | null): PageRequest => ({
  kind: 'page',
  load,
  entity: 'company',
  afterId: after === null ? null : idOf(after),
  epoch: 'all',
});

/** A server with pages that end at 1, 2 and 3. */
function createServer() {
  const requests: (readonly [load: number, after: RecordId | null])[] = [];
  const load = ({ load: number, entity, afterId }: PageRequest): Promise<ServerMessage | null> => {
    requests.push([number, afterId]);
    const end = afterId === null ? 1 : Number(afterId.slice(-1)) + 1;
    const page = { entity, records: [], next: end === 3 ? null : idOf(end) };
    return Promise.resolve({ kind: 'page', load: number, afterId, page });
  };
  return { requests, load };
}

test('the next page is under way when one is given out, each is asked for once, and none after the last', async () => {
  const { requests, load } = createServer();
  const begun: number[] = [];
  const pages = createPagesAhead(load, () => {
    begun.push(requests.length);
    return Promise.resolve();
  });
  for (const after of [null, 1, 2]) {
    expect(await pages(asked(1, after))).toMatchObject({ kind: 'page', load: 1, afterId: asked(1, after).afterId });
  }
  expect(requests).toEqual([
    [1, null],
    [1, idOf(1)],
    [1, idOf(2)],
  ]);
  expect(begun).toEqual([2, 3]);
});

test('I-10 what was asked for ahead by one load is not given out by the next, which has declared a later sequence', async () => {
  const { requests, load } = createServer();
  const pages = createPagesAhead(load, () => Promise.resolve());
  await pages(asked(1, null));
  expect(await pages(asked(2, 1))).toMatchObject({ load: 2, afterId: idOf(1) });
  expect(requests).toEqual([
    [1, null],
    [1, idOf(1)],
    [2, idOf(1)],
    [2, idOf(2)],
  ]);
});

test('a page that could not be loaded ahead fails for whoever asks for it', async () => {
  const { load } = createServer();
  const pages = createPagesAhead(
    (one) => (one.afterId === null ? load(one) : Promise.reject(new Error('The network is gone.'))),
    () => Promise.resolve(),
  );
  await pages(asked(1, null));
  await expect(pages(asked(1, 1))).rejects.toThrow('The network is gone.');
});
