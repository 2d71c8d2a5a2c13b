import { isRecordId, type RecordId } from '@satchel/core';
import { z } from 'zod';
import type { NodeLook } from '../gateway/presence.ts';

/** What one node tells the others. Hints get lost, and nothing depends on one: nodes ask the database as well. */
export interface Hint {
  /** Tenants whose head has moved, and where to. */
  readonly heads?: Readonly<Record<string, number>>;
  /** Users of whom a session has ended. */
  readonly ended?: readonly string[];
  /** Who looks at records there. */
  readonly looks?: readonly NodeLook[];
}

export interface HintBus {
  readonly tell: (hint: Hint) => void;
  readonly close: () => Promise<void>;
}

/** Where hints go and come from. */
export interface HintChannel {
  /** Sends one text of less than 8,000 bytes; rejects when it did not go. */
  readonly send: (text: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

const look = z.object({
  tenant: z.string(),
  entity: z.string().max(100),
  id: z.custom<RecordId>((value) => typeof value === 'string' && isRecordId(value)),
  members: z.record(z.string().refine(isRecordId), z.boolean()),
});
const hint = z.object({
  from: z.string(),
  heads: z.record(z.string(), z.number()).optional(),
  ended: z.array(z.string()).optional(),
  looks: z.array(look).optional(),
});

/** A payload of NOTIFY is shorter than 8,000 bytes (https://www.postgresql.org/docs/14/sql-notify.html). */
const maxTogether = 70;
/** Of a record, twenty members are told. */
const maxLooksTogether = 5;

/** Records that wait to be told of; what is beyond is told the next time. */
const maxLooksWaiting = 10_000;

/**
 * Tells hints one after another: what is to be told while one is on its way goes together with the next one. Nobody waits
 * for it, and one that cannot be sent is dropped.
 *
 * @param open opens the channel; `take` is given every text that comes, own ones too
 */
export async function createHintBus(
  node: string,
  open: (take: (text: string) => void) => Promise<HintChannel>,
  onHint: (hint: Hint, from: string) => void,
): Promise<HintBus> {
  const channel = await open((text) => {
    const parsed = hint.safeParse(parsedJson(text));
    // Its own, or of a newer version.
    if (!parsed.success || parsed.data.from === node) return;
    const { from, heads, ended, looks } = parsed.data;
    onHint({ ...(heads ? { heads } : {}), ...(ended ? { ended } : {}), ...(looks ? { looks } : {}) }, from);
  });
  const heads = new Map<string, number>();
  const ended = new Set<string>();
  /** By record, the last that is to be told of it. */
  const looks = new Map<string, NodeLook>();
  let sending: Promise<void> | null = null;

  const send = async (): Promise<void> => {
    while (heads.size > 0 || ended.size > 0 || looks.size > 0) {
      const shown = [...looks].slice(0, maxLooksTogether);
      for (const [key] of shown) looks.delete(key);
      if (shown.length > 0) {
        const text = JSON.stringify({ from: node, looks: shown.map(([, one]) => one) });
        await channel.send(text).catch(() => undefined);
      }
      if (heads.size === 0 && ended.size === 0) continue;
      const part = Object.fromEntries([...heads].slice(0, maxTogether));
      const users = [...ended].slice(0, maxTogether);
      for (const tenant of Object.keys(part)) heads.delete(tenant);
      for (const user of users) ended.delete(user);
      await channel.send(JSON.stringify({ from: node, heads: part, ended: users })).catch(() => undefined);
    }
    sending = null;
  };

  return {
    tell(told) {
      for (const [tenant, head] of Object.entries(told.heads ?? {})) heads.set(tenant, head);
      for (const user of told.ended ?? []) ended.add(user);
      for (const one of told.looks ?? []) {
        const key = `${one.tenant}/${one.entity}/${one.id}`;
        if (looks.size < maxLooksWaiting || looks.has(key)) looks.set(key, one);
      }
      sending ??= send();
    },
    async close() {
      await sending;
      await channel.close();
    },
  };
}

/** No other node is there to be told. */
export const noHintBus: HintBus = { tell: () => undefined, close: () => Promise.resolve() };

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
