import type { Change, Model } from '@satchel/core';
import { type Authority, createAuthority } from '../authority/authority.ts';
import { createMemoryAuthorityStore } from '../authority/memory-authority-store.ts';
import { createSession, type Session } from '../authority/session.ts';
import type { ServerMessage } from '../protocol/messages.ts';
import type { Device } from './device.ts';
import { dyingStore } from './dying-node.ts';
import type { Fault } from './faults.ts';
import { usedModel } from './model.ts';

export const tenant = 'tenant';

/** One or more nodes on one store. */
export interface Server {
  readonly store: ReturnType<typeof createMemoryAuthorityStore>;
  /** Goes on as another version of itself. */
  readonly update: (model: Model) => void;
  /** Ends a node's process and starts it again: nothing is left of what it knew. */
  readonly restart: (node: number) => void;
  /** Every accepted change's outcome was on disk when this was told. */
  readonly open: (device: Device, node: number, send: (message: ServerMessage) => void) => Session;
  found(device: Device, change: Change): Promise<void>;
}

export interface ServerOptions {
  readonly model: Model;
  readonly nodes: number;
  /** What one of its messages carries. */
  readonly messageSize: number;
  /** Rows of one page of a load. */
  readonly pageRows: number;
  readonly now: () => number;
  readonly onAccepted: () => void;
  readonly fault: Fault | null;
  /** See `dyingStore`. */
  readonly stepsToLive: () => number | null;
}

export function createServer({
  model: first,
  nodes,
  messageSize,
  pageRows,
  now,
  onAccepted,
  fault,
  stepsToLive,
}: ServerOptions): Server {
  const store = createMemoryAuthorityStore(usedModel, { isWithoutLock: fault?.isWithoutLock === true });
  const used = dyingStore(fault?.authorityStore?.(store) ?? store, stepsToLive);
  let model = first;
  const startNode = (): Authority =>
    createAuthority({
      store: used,
      model: model === usedModel ? (fault?.model ?? model) : model,
      now,
      profile: () => ({ country: 'US', timeZone: 'UTC', weekStart: 1 }),
      onAccepted,
    });
  let authorities = Array.from({ length: nodes }, startNode);
  const authorityAt = (node: number): Authority => {
    const authority = authorities[node];
    if (!authority) throw new Error('A server needs a node.');
    return authority;
  };
  const senderOf = ({ member, tag }: Device) => ({ tenant, member, device: tag });
  return {
    store,
    update(next) {
      model = next;
      authorities = authorities.map(startNode);
    },
    restart(node) {
      authorities[node] = startNode();
    },
    open: (device, node, send) =>
      createSession({
        authority: authorityAt(node),
        store: used,
        model: fault?.sessionModel ?? model,
        sender: senderOf(device),
        send,
        now,
        pageRows,
        messageSize,
      }),
    async found(device, change) {
      const outcome = await authorityAt(0).found(senderOf(device), change);
      if (outcome.kind !== 'accepted') throw new Error(`The first change was refused: ${JSON.stringify(outcome)}`);
    },
  };
}
