import { err, isJsonObject, type JsonValue, maxWritesPerChange, ok, type Result } from '@satchel/core';
import type { z } from 'zod';
import { type ClientMessage, clientMessage, type ServerMessage, serverMessage } from './messages.ts';
import { NotPacked, packValue, unpackValue } from './packed-value.ts';
import { maxChangesPerMessage, maxPlaces } from './parts.ts';

/** Bytes that a server takes in one frame; see `message-size.ts`. */
export const maxFrameBytes = 4 * 1024 * 1024;

/** Values that a server reads of one frame: what is read costs its one thread, whoever sent it. */
const maxClientValues = 150_000;

/** Records that the changes of one message name or write, together. */
const maxWritesTogether = 10_000;

/** Bytes that a device takes: one change may bring many whole records into its view at once, and is never cut. */
export const maxServerFrameBytes = 64 * 1024 * 1024;

/** Why a frame is not a message. `unknown`: of a newer protocol, to be passed over; nothing in it is shown to anybody. */
export interface FrameProblem {
  readonly code: 'too-large' | 'malformed' | 'unknown';
  /** What and where, never a value. */
  readonly detail: string;
}

/** A message as one binary frame; `packed-value.ts` says how it is written. */
export const encodeFrame = (message: ClientMessage | ServerMessage): Uint8Array => packValue(message);

/** What a device sent. */
export const decodeClientFrame = (bytes: Uint8Array): Result<ClientMessage, FrameProblem> =>
  decode(bytes, clientMessage, maxFrameBytes, maxClientValues, isOverlong);

/** What a server sent. */
export const decodeServerFrame = (bytes: Uint8Array): Result<ServerMessage, FrameProblem> =>
  decode(bytes, serverMessage, maxServerFrameBytes);

function decode<Message extends { readonly kind: string }>(
  bytes: Uint8Array,
  schema: z.ZodType<Message> & { readonly options: readonly { readonly shape: { readonly kind: z.ZodLiteral } }[] },
  maxBytes: number,
  maxValues?: number,
  isTooMuch?: (value: JsonValue) => boolean,
): Result<Message, FrameProblem> {
  if (bytes.length > maxBytes) return err({ code: 'too-large', detail: `${bytes.length} bytes` });
  let value: JsonValue;
  try {
    value = unpackValue(bytes, maxValues);
  } catch (error) {
    if (!(error instanceof NotPacked)) throw error;
    return err({ code: 'malformed', detail: error.message });
  }
  if (isTooMuch?.(value) === true) return err({ code: 'malformed', detail: 'a list is too long' });
  const parsed = schema.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  const kind = typeof value === 'object' && value !== null && 'kind' in value ? value.kind : undefined;
  if (typeof kind === 'string' && !schema.options.some(({ shape }) => shape.kind.value === kind)) {
    return err({ code: 'unknown', detail: 'a message of another protocol' });
  }
  return malformed(parsed.error);
}

/** The schemas would look at every element of a list before they say that it is too long. */
function isOverlong(message: JsonValue): boolean {
  if (!isJsonObject(message)) return false;
  if (lengthOf(message['at']) > maxPlaces) return true;
  const { changes } = message;
  if (lengthOf(changes) > maxChangesPerMessage) return true;
  let writes = 0;
  for (const change of Array.isArray(changes) ? (changes as readonly JsonValue[]) : []) {
    if (!isJsonObject(change)) return false;
    const own = lengthOf(change['intentions']) + lengthOf(change['writes']);
    writes += own;
    if (own > maxWritesPerChange || writes > maxWritesTogether) return true;
  }
  return false;
}

const lengthOf = (value: JsonValue | undefined): number => (Array.isArray(value) ? value.length : 0);

/** Where something is not what it should be; never what it is. */
export function malformed({ issues: [issue] }: z.ZodError): Result<never, FrameProblem> {
  return err({ code: 'malformed', detail: `${issue?.path.join('.') ?? ''}: ${issue?.code ?? 'wrong'}` });
}
