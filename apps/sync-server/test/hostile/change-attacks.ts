import type { FieldValue, Intention } from '@satchel/core';
import type { Attack, Target } from './attack.ts';
import { changeOf, connectPeer, hello, newId, newRecordId, type Peer, pushOf } from './peer.ts';

/** What a device is told of one push: by change, that it was accepted, or why it was not. */
const outcomesOf =
  (changes: (target: Target, peer: Peer) => readonly ReturnType<typeof changeOf>[], firstNumber = 1): Attack['run'] =>
  async (target) => {
    const peer = await connectPeer(target.address, target.attacker);
    peer.say(pushOf(changes(target, peer), firstNumber));
    const { outcomes } = await peer.next('outcomes');
    await peer.close();
    return outcomes.map((one) => (one.kind === 'accepted' ? 'accepted' : one.refusals[0]?.code));
  };

const update = (target: Target, fields: Readonly<Record<string, FieldValue>>): Intention => ({
  kind: 'update',
  entity: 'company',
  id: target.victim.company,
  base: 0,
  fields,
});

const create = (fields: Readonly<Record<string, FieldValue>>): Intention => ({
  kind: 'create',
  entity: 'company',
  id: newRecordId(),
  fields,
});

/** What is said in somebody else's name, of somebody else's records, or against all order. */
export const changeAttacks: readonly Attack[] = [
  {
    name: 'a forged actor and a forged device',
    run: outcomesOf(({ attacker, victim }, { device }) => [
      changeOf({ ...attacker, member: victim.member }, device, [create({ name: 'By the victim' })]),
      changeOf(attacker, 'other000', [create({ name: 'By another device' })]),
    ]),
    ends: ['not-yours', 'not-yours'],
  },
  {
    name: 'records of another tenant',
    run: outcomesOf((target, { device }) => [
      changeOf(target.attacker, device, [update(target, { name: 'Taken' })]),
      changeOf(target.attacker, device, [{ kind: 'delete', entity: 'company', id: target.victim.company }]),
      changeOf(target.attacker, device, [
        {
          kind: 'create',
          entity: 'contact',
          id: newRecordId(),
          fields: { name: 'Spy', company: target.victim.company },
        },
      ]),
      changeOf(target.attacker, device, [
        { kind: 'create', entity: 'company', id: newRecordId(), fields: { name: 'Spy', owner: target.victim.member } },
      ]),
    ]),
    ends: ['not-found', 'not-found', 'reference-missing', 'reference-missing'],
  },
  {
    name: 'a tenant, a revision and times that are the server’s to say',
    run: outcomesOf(({ attacker, victim }, { device }) =>
      [
        { tenant_id: victim.organization },
        { tenant: victim.organization },
        { rev: 1_000_000 },
        { createdAt: 1 },
        { updatedBy: victim.member },
      ].map((forged) => changeOf(attacker, device, [create({ name: 'Forged', ...forged })])),
    ),
    ends: ['field-unknown', 'field-unknown', 'field-unknown', 'field-read-only', 'field-read-only'],
  },
  {
    name: 'clocks of the year 10,889 and of 1970',
    run: outcomesOf(({ attacker }, { device }) => [
      changeOf(attacker, device, [create({ name: 'Tomorrow' })], { at: `ffffffffffff-0000-${device}` }),
      changeOf(attacker, device, [create({ name: 'Yesterday' })], { at: `000000000000-0000-${device}` }),
    ]),
    ends: ['accepted', 'accepted'],
  },
  {
    name: 'sequences that were never given',
    async run({ address, attacker }) {
      const peer = await connectPeer(address, attacker);
      peer.say(hello(Number.MAX_SAFE_INTEGER));
      const { isBehindLog, head } = await peer.next('welcome');
      peer.say({ kind: 'pull', after: Number.MAX_SAFE_INTEGER });
      const answer = await Promise.race([peer.next('delta'), peer.next('reset')]);
      await peer.close();
      return [isBehindLog, head < 1_000_000, answer.kind === 'delta' ? answer.delta.changes.length : 'reset'];
    },
    ends: [true, true, 0],
  },
  {
    name: 'changes out of order',
    async run({ address, attacker }) {
      const peer = await connectPeer(address, attacker);
      peer.say(pushOf([changeOf(attacker, peer.device, [create({ name: 'The thousandth' })])], 1000));
      const { expected } = await peer.next('gap');
      await peer.close();
      return expected;
    },
    ends: 1,
  },
  {
    name: 'a push that is sent again and again, and one under a number that was used',
    async run({ address, attacker }) {
      const peer = await connectPeer(address, attacker);
      const push = pushOf([changeOf(attacker, peer.device, [create({ name: 'Once' })])]);
      const sequences = new Set<number>();
      for (let n = 0; n < 20; n++) {
        peer.say(push);
        const [outcome] = (await peer.next('outcomes')).outcomes;
        if (outcome?.kind === 'accepted') sequences.add(outcome.sequence);
      }
      peer.say(pushOf([changeOf(attacker, peer.device, [create({ name: 'Twice' })])]));
      const { lastNumber } = await peer.next('forked');
      await peer.close();
      return [sequences.size, lastNumber];
    },
    ends: [1, 1],
  },
  {
    name: 'a change that is made of 501 writes',
    async run({ address, attacker }) {
      const peer = await connectPeer(address, attacker);
      peer.say(
        pushOf([
          changeOf(
            attacker,
            peer.device,
            Array.from({ length: 501 }, () => create({ name: 'One' })),
          ),
        ]),
      );
      return await peer.closed();
    },
    ends: 4400,
  },
  {
    name: 'a change that is longer than one may be, before one that is not',
    run: outcomesOf(({ attacker }, { device }) => [
      changeOf(attacker, device, [create({ name: 'x'.repeat(3_000_000) })]),
      changeOf(attacker, device, [create({ name: 'After it' })]),
    ]),
    ends: ['change-too-large', 'accepted'],
  },
  {
    name: 'as many records that nobody has as one push holds',
    async run({ address, attacker }) {
      const peer = await connectPeer(address, attacker);
      const intentions = () =>
        Array.from({ length: 500 }, (): Intention => ({ kind: 'delete', entity: 'company', id: newRecordId() }));
      peer.say(pushOf(Array.from({ length: 19 }, () => changeOf(attacker, peer.device, intentions()))));
      const { outcomes } = await peer.next('outcomes');
      await peer.close();
      return new Set(
        outcomes.flatMap((one) => (one.kind === 'refused' ? one.refusals.map(({ code }) => code) : one.kind)),
      );
    },
    ends: new Set(['not-found']),
  },
  {
    name: 'as many new records as one push holds',
    async run({ address, attacker }) {
      const peer = await connectPeer(address, attacker);
      const intentions = () => Array.from({ length: 500 }, () => create({ name: 'Of many' }));
      peer.say(pushOf(Array.from({ length: 19 }, () => changeOf(attacker, peer.device, intentions()))));
      const { outcomes } = await peer.next('outcomes');
      await peer.close();
      return new Set(outcomes.map(({ kind }) => kind));
    },
    ends: new Set(['accepted']),
  },
  {
    name: 'what another tenant has, asked for in every way that names an id',
    async run({ address, attacker, victim }) {
      const peer = await connectPeer(address, attacker);
      peer.say(hello());
      const { epoch } = await peer.next('welcome');
      const mine = epoch['company'] ?? '';
      peer.say({ kind: 'page', load: 1, entity: 'company', afterId: null, epoch: mine });
      peer.say({ kind: 'pull', after: 0 });
      peer.say({ kind: 'past', ask: 1, after: 0 });
      peer.say({ kind: 'looking', at: [{ entity: 'company', id: victim.company, isEditing: true }] });
      await peer.next('past');
      peer.say({ kind: 'adopt-end', adoption: newId(), upTo: 1, last: newId() as never });
      const { refusals } = await peer.next('not-adopted');
      await peer.close();
      const told = JSON.stringify(peer.heard());
      return [told.includes(victim.company), told.includes(victim.secret), refusals[0]?.code];
    },
    ends: [false, false, 'already-exists'],
  },
  {
    name: 'another organization, with one’s own token',
    async run({ address, attacker, victim }) {
      const peer = await connectPeer(address, null);
      peer.say({ kind: 'auth', token: attacker.token, organization: victim.organization, device: 'thief000' });
      return await peer.closed();
    },
    ends: 4403,
  },
];
