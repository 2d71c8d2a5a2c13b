import { encodeFrame } from '@satchel/sync';
import type { Attack, Target } from './attack.ts';
import { changeOf, connectPeer, hello, newRecordId, type Peer, pushOf } from './peer.ts';

const mb = 1024 * 1024;

/** How the connection ends on which this was sent by somebody who is signed in. */
const codeAfter =
  (send: (peer: Peer, target: Target) => void): Attack['run'] =>
  async (target) => {
    const peer = await connectPeer(target.address, target.attacker);
    send(peer, target);
    return await peer.closed();
  };

const bytes =
  (make: (target: Target) => Uint8Array): Attack['run'] =>
  (target) =>
    codeAfter((peer) => peer.sendBytes(make(target)))(target);

const join = (...parts: readonly (readonly number[] | Uint8Array)[]): Uint8Array => {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};

function varUint(value: number): readonly number[] {
  const made: number[] = [];
  let left = value;
  for (; left > 127; left = Math.floor(left / 128)) made.push((left % 128) | 128);
  return [...made, left];
}

const text = (value: string): readonly number[] => [6, ...varUint(value.length), ...new TextEncoder().encode(value)];

/** A message as `packed-value.ts` writes it: its fields are packed already. */
const message = (fields: Readonly<Record<string, readonly number[] | Uint8Array>>): Uint8Array =>
  join([11, ...varUint(Object.keys(fields).length), ...Object.keys(fields).flatMap(text)], ...Object.values(fields));

/** A list of one value many times. */
const many = (count: number, value: readonly number[]): Uint8Array => {
  const repeated = new Uint8Array(count * value.length);
  for (let index = 0; index < count; index++) repeated.set(value, index * value.length);
  return join([10, ...varUint(count)], repeated);
};

const nothing = [0];
const emptyObject = [11, 0];

const validPush = ({ attacker }: Target): Uint8Array =>
  encodeFrame(
    pushOf([
      changeOf(attacker, 'evil0000', [
        { kind: 'create', entity: 'company', id: newRecordId(), fields: { name: 'Nobody' } },
      ]),
    ]),
  );

/** What is no message, or one that costs more to read than it says. */
export const frameAttacks: readonly Attack[] = [
  { name: 'a frame that ends too early', run: bytes((target) => validPush(target).subarray(0, -7)), ends: 4400 },
  { name: 'a frame with more behind its end', run: bytes((target) => join(validPush(target), [0, 0])), ends: 4400 },
  { name: 'an empty frame', run: bytes(() => new Uint8Array(0)), ends: 4400 },
  { name: 'a text', run: codeAfter((peer) => peer.sendBytes('{"kind":"pull","after":0}')), ends: 4400 },
  { name: 'a frame above the limit', run: bytes(() => new Uint8Array(5 * mb)), ends: 1009 },
  {
    name: 'a frame as long as may be, of nothing that is read',
    run: bytes(() =>
      message({ kind: text('pull'), after: join([6, ...varUint(3 * mb)], new Uint8Array(3 * mb).fill(120)) }),
    ),
    ends: 4400,
  },
  { name: 'a list that says to be longer than its frame', run: bytes(() => join([10], varUint(2 ** 40))), ends: 4400 },
  {
    name: 'lists in lists without end',
    run: bytes(() => new Uint8Array(mb).fill(10).map((byte, at) => (at % 2 ? 1 : byte))),
    ends: 4400,
  },
  {
    name: 'as many values as are read',
    run: bytes(() => many(149_900, [12, 0]).fill(11, 4, 5).fill(0, 5, 6)),
    ends: 4400,
  },
  { name: 'millions of nothing', run: bytes(() => many(3 * mb, nothing)), ends: 4400 },
  {
    name: 'as many objects of their own kind as a frame holds',
    run: bytes(() => many(2_000_000, emptyObject)),
    ends: 4400,
  },
  {
    name: 'a push of 149,000 changes that are none',
    run: bytes(() =>
      message({ kind: text('push'), firstNumber: [3, 1], now: [3, 1], changes: many(149_000, nothing) }),
    ),
    ends: 4400,
  },
  {
    name: 'a change of 149,000 intentions that are none',
    run: bytes((target) => {
      const [change] = (
        JSON.parse(JSON.stringify(changesOf(target))) as { id: string; actor: string; at: string }[]
      ).map(({ id, actor, at }) => ({ id: text(id), actor: text(actor), at: text(at) }));
      const changes = join(
        [10, 1],
        message({ ...change, device: text('evil0000'), intentions: many(149_000, emptyObject) }),
      );
      return message({ kind: text('push'), firstNumber: [3, 1], now: [3, 1], changes });
    }),
    ends: 4400,
  },
  {
    name: 'words of a list that are none',
    run: codeAfter((peer, { attacker }) => {
      const lists = {
        tags: { add: Array.from({ length: 9000 }, () => 1), remove: Array.from({ length: 9000 }, () => null) },
      };
      const intention = { kind: 'update', entity: 'company', id: newRecordId(), fields: {}, lists };
      peer.sayAnything({ ...pushOf([]), changes: [changeOf(attacker, peer.device, [intention as never])] });
    }),
    ends: 4400,
  },
  {
    name: 'a message of a kind that nobody knows, which is passed over',
    async run({ address, attacker }) {
      const peer = await connectPeer(address, attacker);
      peer.sayAnything({ kind: 'of-tomorrow', more: [1, 2, 3] });
      peer.say(hello());
      const { kind } = await peer.next('welcome');
      await peer.close();
      return kind;
    },
    ends: 'welcome',
  },
  {
    name: 'a message of the server',
    async run({ address, attacker }) {
      const peer = await connectPeer(address, attacker);
      peer.say({ kind: 'wipe' } as never);
      peer.say(hello());
      const { kind } = await peer.next('welcome');
      await peer.close();
      return kind;
    },
    ends: 'welcome',
  },
  {
    name: 'a device of a model that is to come',
    async run({ address, attacker }) {
      const peer = await connectPeer(address, attacker);
      peer.sayAnything({ ...hello(), schema: 1_000_000 });
      const { status } = await peer.next('closed');
      await peer.close();
      return status;
    },
    ends: 'older',
  },
  {
    name: 'a device of a protocol that is over',
    run: codeAfter((peer) => peer.sayAnything({ ...hello(), protocol: 0 })),
    ends: 4400,
  },
  {
    name: 'more frames than anybody waits for',
    run: codeAfter((peer) => {
      for (let n = 0; n < 500; n++) peer.say({ kind: 'pull', after: 0 });
    }),
    ends: 4429,
  },
];

const changesOf = ({ attacker }: Target) => [
  changeOf(attacker, 'evil0000', [{ kind: 'delete', entity: 'company', id: newRecordId() }]),
];
