import { type Actor, may } from '@satchel/core';
import type { Method } from '../../shared/api.ts';
import type { Handlers } from '../../shared/rpc.ts';

interface Needed {
  readonly permission: string;
  /** What is told to whoever does not hold it. */
  readonly sentence: string;
}

const mayNotImport = 'You may not import records. Ask an owner or admin.';

/** Methods that need a right of their own, beside those on the records that they read or write. */
const needed: readonly (readonly [Method, Needed])[] = [
  ['export.csv', { permission: 'data.export', sentence: 'You may not export records. Ask an owner or admin.' }],
  ['import.begin', { permission: 'data.import', sentence: mayNotImport }],
  ['import.sample', { permission: 'data.import', sentence: mayNotImport }],
];

/** The same methods, which refuse whoever lacks the right; it is asked at each call. */
export function requirePermissions(handlers: Handlers, actor: () => Actor): Handlers {
  const guarded = needed.map(([method, { permission, sentence }]) => {
    const handle: (params: unknown) => unknown = handlers[method];
    const guard = (params: unknown): unknown => {
      if (!may(actor(), permission)) throw new Error(sentence);
      return handle(params);
    };
    return [method, guard] as const;
  });
  // Each answers what it answered.
  return { ...handlers, ...(Object.fromEntries(guarded) as Partial<Handlers>) };
}
