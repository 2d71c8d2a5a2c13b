import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeClientFrame, decodeServerFrame, encodeFrame } from '@satchel/sync';
import { type SeededRandom, seededRandom } from '@satchel/sync/seeded-random';
import { readConfig } from '../../src/config/server-config.ts';
import { askServer, operatorSocket } from '../../src/operations/operator-socket.ts';
import { startServer } from '../../src/start-server.ts';
import { connectPeer, type Peer, type Who } from '../hostile/peer.ts';
import { ask } from '../running-server.ts';
import { anyFrame, withOtherBytes } from './frames.ts';
import { type Known, newUuid } from './messages.ts';

export interface FuzzOptions {
  readonly seed: number;
  /** The first round: those of a stretch build upon each other, so that it begins at a multiple of `stretchRounds`. */
  readonly from?: number;
  /** Ends after so many rounds, … */
  readonly rounds?: number;
  /** … or seconds. */
  readonly seconds?: number;
}

export interface FuzzResult {
  readonly rounds: number;
  readonly frames: number;
  readonly failure: { readonly round: number; readonly what: string; readonly frames: readonly string[] } | null;
}

/** Rounds with one new organization. */
export const stretchRounds = 200;

/** How long an answer may take on a busy machine, in milliseconds. */
const patienceMs = 20_000;

/**
 * Sends made-up frames to a real server, with its own database, and to the decoders alone. It must answer or hang up, by
 * a code other than that of a failure of its own, and be whole at the end. The same seed makes the same frames.
 */
export async function fuzz({
  seed,
  from = 0,
  rounds = Number.POSITIVE_INFINITY,
  seconds = Number.POSITIVE_INFINITY,
}: FuzzOptions): Promise<FuzzResult> {
  const folder = mkdtempSync(join(tmpdir(), 'satchel-fuzz-'));
  const config = readConfig({
    PORT: '0',
    DATA_FOLDER: folder,
    TRUST_PROXY: '127.0.0.1',
    MAX_CONNECTIONS_PER_USER: '1000',
  });
  if (!config.ok) throw new Error(config.error.join(' '));
  const errors: string[] = [];
  const log = { write: (line: string) => void (line.includes('"level":50') && errors.push(line)) };
  const started = await startServer({ config: config.value, log });
  if (!started.ok) throw new Error(started.error);
  const { address, close } = started.value;
  const end = performance.now() + seconds * 1000;
  const first = Math.floor(from / stretchRounds) * stretchRounds;
  let frames = 0;
  let round = first;
  let sent: readonly Uint8Array[] = [];
  let known: Known | null = null;
  let who: Who | null = null;
  const failed = (what: string): FuzzResult => ({
    rounds: round - first,
    frames,
    failure: { round, what, frames: sent.map((frame) => Buffer.from(frame).toString('base64')) },
  });
  try {
    for (; round < from + rounds && performance.now() < end; round++) {
      const random = seededRandom(seed * 1_000_003 + round);
      if (!known || !who || round % stretchRounds === 0) {
        who = await newOrganization(address, `${seed}-${round}`);
        known = knownTo(who, random, known);
      }
      sent = Array.from({ length: 1 + random.below(5) }, () => anyFrame(random, known as Known));
      frames += sent.length;
      const wrong = decodedWrongly(random, sent) ?? (await toldWrongly(address, who, known, sent, random)) ?? errors[0];
      if (wrong !== undefined) return failed([wrong, ...errors.slice(0, 1)].join(' '));
    }
    const doctor = await askServer(operatorSocket(config.value.dataFolder), 'doctor', []);
    if (doctor?.code !== 0) return failed(`The doctor says: ${doctor?.lines.join(' ')}`);
    return { rounds: round - first, frames, failure: null };
  } finally {
    await close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Both decoders answer to any bytes, and what they take is the same after it was written anew. */
function decodedWrongly(random: SeededRandom, frames: readonly Uint8Array[]): string | undefined {
  for (const frame of frames) {
    for (let n = 0; n < 20; n++) {
      const bytes = n === 0 ? frame : withOtherBytes(random, frame, () => frame);
      for (const decode of [decodeClientFrame, decodeServerFrame]) {
        try {
          const decoded = decode(bytes);
          if (!decoded.ok) continue;
          const again = decode(encodeFrame(decoded.value));
          if (!again.ok) return `What was read is not read again: ${again.error.detail}`;
        } catch (error) {
          return `A decoder threw: ${String(error)} for ${Buffer.from(bytes).toString('base64')}`;
        }
      }
    }
  }
  return undefined;
}

/** What is wrong with how the server took the frames; undefined: nothing. */
async function toldWrongly(
  address: string,
  who: Who,
  known: Known,
  frames: readonly Uint8Array[],
  random: SeededRandom,
): Promise<string | undefined> {
  const peer = await connectPeer(address, random.chance(0.95) ? who : null, known.device);
  const ended = peer.closed();
  for (const frame of frames) if (peer.socket.readyState === peer.socket.OPEN) peer.sendBytes(frame);
  if (peer.socket.readyState === peer.socket.OPEN) peer.say({ kind: 'pull', after: 0 });
  const code = await Promise.race([ended, answered(peer), tooLate()]);
  if (code === 'too late') return 'The server neither answered nor hung up.';
  if (code === 4500) return 'The server failed.';
  for (const message of peer.heard()) {
    if (message.kind === 'outcomes') known.nextNumber = Math.max(known.nextNumber, 1);
    if (message.kind === 'gap') known.nextNumber = message.expected;
    if (message.kind === 'forked') known.nextNumber = message.lastNumber + 1;
  }
  await peer.close();
  return undefined;
}

/** The last thing that was asked has its answer; those of before come first. */
async function answered(peer: Peer): Promise<'answered'> {
  const answers: ReadonlySet<string> = new Set(['delta', 'reset', 'wipe', 'closed']);
  // Of one that was closed nobody waits for an answer.
  while (peer.socket.readyState === peer.socket.OPEN) {
    if (peer.heard().some(({ kind }) => answers.has(kind))) return 'answered';
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  return await new Promise<never>(() => undefined);
}

const tooLate = (): Promise<'too late'> =>
  new Promise((resolve) => setTimeout(() => resolve('too late'), patienceMs).unref());

async function newOrganization(address: string, name: string): Promise<Who> {
  // Each comes from elsewhere, so that none is slowed down.
  const headers = { 'x-forwarded-for': `10.${[...crypto.getRandomValues(new Uint8Array(3))].join('.')}` };
  const body = { email: `fuzz-${name}@a.example`, password: 'correct horse battery' };
  const made = await ask(address, 'POST', '/api/v1/auth/register', { body, headers });
  const { access_token: token } = made.body as unknown as { access_token: string };
  const me = await ask(address, 'GET', '/api/v1/auth/me', { token, headers });
  const [own] = (me.body as unknown as { organizations: { id: string; member_id: string }[] }).organizations;
  if (!own) throw new Error('Nobody is without an organization.');
  return { token, organization: own.id, member: own.member_id };
}

const knownTo = (who: Who, random: SeededRandom, before: Known | null): Known => ({
  ...who,
  device: `fuzz${String(random.below(10_000)).padStart(4, '0')}`,
  records: Array.from({ length: 3 }, () => newUuid(random)),
  foreign: before?.records.slice(0, 20) ?? [],
  changes: [],
  nextNumber: 1,
});
