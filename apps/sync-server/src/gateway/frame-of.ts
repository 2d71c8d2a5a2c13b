import { type Delta, encodeFrame, type ServerMessage } from '@satchel/sync';

const frames = new WeakMap<Delta, Uint8Array>();

/** A message as a frame. What many devices are told in the same words is put into words once. */
export function frameOf(message: ServerMessage): Uint8Array {
  if (message.kind !== 'delta') return encodeFrame(message);
  const frame = frames.get(message.delta) ?? encodeFrame(message);
  frames.set(message.delta, frame);
  return frame;
}
