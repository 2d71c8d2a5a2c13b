import { encodeFrame } from '@satchel/sync';
import type { WebSocket } from 'ws';

/** What goes out to one device. What it does not read waits here, and no more of it than is said below. */
export interface Outflow {
  readonly send: (frame: Uint8Array) => void;
  /** To be asked before more is made for it: resolves at once, or when a device that is behind has caught up or is gone. */
  readonly room: () => Promise<void>;
  /** Whether it is behind: nothing is made for it that it can ask for again. */
  readonly isBehind: () => boolean;
  /** Bytes that it has not read. */
  readonly waitingBytes: () => number;
  readonly close: () => void;
}

export interface OutflowOptions {
  /** How long a device may read nothing of what waits for it, in milliseconds. */
  readonly stallMs: number;
  /** It has read nothing for so long, or asks for more than anybody who reads. */
  readonly onStalled: () => void;
}

/** What may wait for a device before nothing more is made for it; one answer comes on top. */
const behindBytes = 4 * 1024 * 1024;

/** Presence and the like come whether there is room or not. */
const maxWaitingBytes = 16 * 1024 * 1024;

/** A frame goes in parts, so that a slow device is seen to read while a long one is on its way. */
const partBytes = 64 * 1024;

/** What the system is given at once. */
const underWayBytes = 8 * partBytes;

/**
 * Sends frames in their order. A device that has more than `behindBytes` to read when the next is to be made is told that it
 * is slow; from then on its own messages are not read either, so that it is given no answers, until it has read everything.
 */
export function createOutflow(socket: WebSocket, { stallMs, onStalled }: OutflowOptions): Outflow {
  let frames: Uint8Array[] = [];
  /** How much of the first frame was sent. */
  let sent = 0;
  let waiting = 0;
  let underWay = 0;
  let isBehind = false;
  let isClosed = false;
  let stall: NodeJS.Timeout | undefined;
  let awaited: (() => void)[] = [];

  const release = (): void => {
    const all = awaited;
    awaited = [];
    for (const resolve of all) resolve();
  };
  const watch = (): void => {
    clearTimeout(stall);
    if (waiting > 0 && !isClosed) stall = setTimeout(onStalled, stallMs);
  };
  const fallBehind = (): void => {
    isBehind = true;
    socket.pause();
    const isInPart = sent > 0;
    add(encodeFrame({ kind: 'slow', isBehind: true }), isInPart ? 1 : 0);
  };
  const catchUp = (): void => {
    isBehind = false;
    socket.resume();
    add(encodeFrame({ kind: 'slow', isBehind: false }), frames.length);
    release();
  };
  const add = (frame: Uint8Array, place: number): void => {
    frames.splice(place, 0, frame);
    waiting += frame.length;
  };

  const pump = (): void => {
    while (!isClosed && underWay < underWayBytes) {
      const [frame] = frames;
      if (!frame) return;
      const part = frame.length <= partBytes ? frame : frame.subarray(sent, sent + partBytes);
      const isLast = sent + part.length === frame.length;
      sent = isLast ? 0 : sent + part.length;
      if (isLast) frames.shift();
      underWay += part.length;
      socket.send(part, { binary: true, fin: isLast }, (error) => {
        if (isClosed) return;
        underWay -= part.length;
        waiting -= part.length;
        // How a connection ended is told by its end.
        if (error) return;
        watch();
        if (isBehind && waiting === 0) catchUp();
        pump();
      });
    }
  };

  return {
    send(frame) {
      if (isClosed) return;
      if (waiting > maxWaitingBytes) {
        onStalled();
        return;
      }
      const wasEmpty = waiting === 0;
      add(frame, frames.length);
      if (wasEmpty) watch();
      pump();
    },
    room() {
      if (!isBehind && !isClosed && waiting > behindBytes) fallBehind();
      return isBehind && !isClosed ? new Promise((resolve) => awaited.push(resolve)) : Promise.resolve();
    },
    isBehind: () => isBehind,
    waitingBytes: () => waiting,
    close() {
      isClosed = true;
      clearTimeout(stall);
      frames = [];
      waiting = 0;
      release();
    },
  };
}
