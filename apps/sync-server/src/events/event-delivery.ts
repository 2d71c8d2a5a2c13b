import type { DomainEvent } from '@satchel/core';
import type { Deliveries } from '@satchel/db/server';
import type { AuthorityStore } from '@satchel/sync/server';

/** Something that happened in a tenant, by a change that was accepted. */
export interface DeliveredEvent extends DomainEvent {
  /** The same each time it is delivered: what was done for it once is not to be done again. */
  readonly id: string;
  readonly tenant: string;
  readonly sequence: number;
}

/** What is done about events: webhooks, notifications and the like. */
export interface EventHandler {
  /** By which it is known how far it has come; another name begins anew. */
  readonly name: string;
  /** Rejects when it is to be tried again. */
  readonly handle: (event: DeliveredEvent) => Promise<void>;
}

export interface EventDelivery {
  /** Something was accepted in a tenant. */
  readonly notice: (tenant: string) => void;
  /** Resolves when what is under way has ended. */
  readonly close: () => Promise<void>;
}

export interface EventDeliveryOptions {
  readonly store: AuthorityStore;
  readonly deliveries: Deliveries;
  readonly handlers: readonly EventHandler[];
  readonly tenants: () => Promise<readonly string[]>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly onError: (error: unknown) => void;
  /** How long the first failure is waited after, in milliseconds; each one more twice as long, up to an hour. */
  readonly retryMs?: number;
}

/** Changes that are looked through at once. */
const changesAtOnce = 100;

/** How long a node may have a handler's turn: one that ended with it loses it then. */
const claimMs = 60_000;

/** After so many failures, most of a day, an event is left out: those behind it wait. */
const maxTries = 30;
const longestWaitMs = 3_600_000;

/** How often all tenants are looked through: what a node knew of may have been lost with it. */
const sweepMs = 600_000;

/**
 * Brings what happened to each handler, in its order and at least once. Events are kept with the change that made them, in
 * one transaction: the audit is the outbox, and how far a handler has come is a row of its tenant. Nodes take turns.
 */
export function startEventDelivery(options: EventDeliveryOptions): EventDelivery {
  const { store, deliveries, handlers, now, onError, retryMs = 1000 } = options;
  const running = new Map<string, Promise<void>>();
  const noticed = new Set<string>();
  const timers = new Set<NodeJS.Timeout>();
  let isClosed = false;

  const later = (tenant: string, inMs: number): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      notice(tenant);
    }, inMs);
    timers.add(timer);
  };

  /** Whether there is more. */
  const deliver = async (tenant: string, handler: EventHandler): Promise<boolean> => {
    const claimed = await deliveries.claim(tenant, handler.name, now(), now() + claimMs);
    if (!claimed) return false;
    let { delivered } = claimed;
    const { events, head } = await store.read(tenant, async (reader) => ({
      head: await reader.head(),
      events: await reader.events(delivered, changesAtOnce),
    }));
    const upTo = Math.min(head, delivered + changesAtOnce);
    const bySequence = Map.groupBy(
      events.filter(({ sequence }) => sequence <= upTo),
      ({ sequence }) => sequence,
    );
    for (const [sequence, own] of bySequence) {
      try {
        for (const [index, event] of own.entries()) {
          await handler.handle({ ...event, id: `${tenant}:${sequence}:${index}`, tenant });
        }
      } catch (error) {
        onError(error);
        const tries = claimed.tries + 1;
        const isGivenUp = tries >= maxTries;
        const waitMs = Math.min(longestWaitMs, retryMs * 2 ** (tries - 1));
        const state = isGivenUp ? { delivered: sequence, tries: 0 } : { delivered: sequence - 1, tries };
        await deliveries.keep(tenant, handler.name, { ...state, nextAt: now() + waitMs });
        later(tenant, waitMs);
        return false;
      }
      delivered = sequence;
    }
    await deliveries.keep(tenant, handler.name, { delivered: upTo, tries: 0, nextAt: 0 });
    return upTo < head;
  };

  const run = async (tenant: string): Promise<void> => {
    while (noticed.delete(tenant) && !isClosed) {
      for (const handler of handlers) {
        try {
          while (!isClosed && (await deliver(tenant, handler)));
        } catch (error) {
          onError(error);
        }
      }
    }
  };

  const notice = (tenant: string): void => {
    if (isClosed) return;
    noticed.add(tenant);
    if (running.has(tenant)) return;
    const ended = run(tenant).finally(() => running.delete(tenant));
    running.set(tenant, ended);
  };

  const sweep = async (): Promise<void> => {
    for (const tenant of await options.tenants()) {
      if (isClosed) return;
      notice(tenant);
      await running.get(tenant);
    }
  };
  void sweep().catch(onError);
  const sweeps = setInterval(() => void sweep().catch(onError), sweepMs);

  return {
    notice,
    async close() {
      isClosed = true;
      clearInterval(sweeps);
      for (const timer of timers) clearTimeout(timer);
      await Promise.all(running.values());
    },
  };
}

/** Nobody is to be told of anything. */
export const noEventDelivery: EventDelivery = { notice: () => undefined, close: () => Promise.resolve() };
