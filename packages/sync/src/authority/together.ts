import type { ChangeId } from '@satchel/core';
import {
  type Acceptance,
  type DeviceState,
  type KeptOutcome,
  type RecordKey,
  recordKey,
  type ServerRow,
  type TenantTransaction,
} from './authority-store.ts';

/** How the changes of one device ended, as `conclude` takes it. */
interface Ended {
  readonly device: string;
  readonly outcomes: KeptOutcome[];
  lastNumber: number;
  confirmed: number;
}

/** How many accepted changes are written while more are judged. */
const worthWriting = 125;

/**
 * A transaction for pushes that are judged one after another, each on what those before it have made: what was asked or
 * written once is known, and what they write goes to the store together, when something else is asked of it or at the
 * end. Only for transactions that are hopeful, since it is told late what cannot be kept.
 */
export function together(transaction: TenantTransaction): {
  readonly transaction: TenantTransaction;
  /** Resolves when everything is written as far as `transaction` writes it. */
  readonly finish: () => Promise<void>;
} {
  const rows = new Map<string, ServerRow | null>();
  const outcomes = new Map<ChangeId, KeptOutcome | null>();
  const devices = new Map<string, DeviceState>();
  let head: number | null = null;
  let accepted: Acceptance[] = [];
  let ended = new Map<string, Ended>();
  let writing: Promise<void> = Promise.resolve();

  const write = (): Promise<void> => {
    if (accepted.length === 0 && ended.size === 0) return writing;
    const [acceptances, ends] = [accepted, [...ended.values()]];
    accepted = [];
    ended = new Map();
    // What cannot be kept makes the transaction one that is run again.
    const part = (): Promise<void> =>
      transaction.savepoint(async () => {
        await transaction.accept(acceptances);
        for (const one of ends) {
          await transaction.conclude(one.device, one.outcomes, one.lastNumber, one.confirmed);
        }
      });
    writing = writing.then(part);
    // Whoever asks next hears of it.
    writing.catch(() => undefined);
    return writing;
  };
  /** For what the store must have been told everything before. */
  const after = async <T>(ask: () => Promise<T>): Promise<T> => {
    await write();
    return await ask();
  };
  const askRows = async (wanted: readonly RecordKey[]): Promise<void> => {
    const missing = wanted.filter(({ entity, id }) => !rows.has(recordKey(entity, id)));
    if (missing.length === 0) return;
    // What was accepted meanwhile is known, so that the store has the others as they are.
    const found = await transaction.rows(missing);
    for (const { entity, id } of missing) {
      const key = recordKey(entity, id);
      if (!rows.has(key)) rows.set(key, found.get(key) ?? null);
    }
  };
  const askOutcomes = async (changes: readonly ChangeId[]): Promise<void> => {
    const missing = changes.filter((id) => !outcomes.has(id));
    if (missing.length === 0) return;
    const found = await transaction.outcomes(missing);
    for (const id of missing) if (!outcomes.has(id)) outcomes.set(id, found.get(id) ?? null);
  };

  const shared: TenantTransaction = {
    ...transaction,
    head: async () => head ?? (await transaction.head()),
    async rows(wanted) {
      await askRows(wanted);
      const found = new Map<string, ServerRow>();
      for (const { entity, id } of wanted) {
        const row = rows.get(recordKey(entity, id));
        if (row) found.set(recordKey(entity, id), row);
      }
      return found;
    },
    async outcomes(changes) {
      await askOutcomes(changes);
      const found = new Map<ChangeId, KeptOutcome>();
      for (const id of changes) {
        const outcome = outcomes.get(id);
        if (outcome) found.set(id, outcome);
      }
      return found;
    },
    async device(device) {
      const asked = devices.has(device) ? undefined : await transaction.device(device);
      const known = devices.get(device) ?? asked ?? { lastNumber: 0 };
      devices.set(device, known);
      return known;
    },
    accept(acceptances) {
      for (const one of acceptances) {
        for (const row of one.rows) rows.set(recordKey(row.entity, row.record.id), row);
        head = one.entry.sequence;
      }
      accepted.push(...acceptances);
      if (accepted.length >= worthWriting) void write();
      return Promise.resolve();
    },
    conclude(device, own, lastNumber, confirmed = 0) {
      const before = ended.get(device) ?? { device, outcomes: [], lastNumber, confirmed };
      ended.set(device, before);
      before.outcomes.push(...own);
      before.lastNumber = lastNumber;
      before.confirmed = Math.max(before.confirmed, confirmed);
      for (const outcome of own) outcomes.set(outcome.change, outcome);
      devices.set(device, { lastNumber });
      return Promise.resolve();
    },
    scopes: (wanted) => after(() => transaction.scopes(wanted)),
    referring: (entity, field, ids) => after(() => transaction.referring(entity, field, ids)),
    checksum: (entity, labels) => after(() => transaction.checksum(entity, labels)),
    page: (entity, afterId, limit) => after(() => transaction.page(entity, afterId, limit)),
    log: (from, limit) => after(() => transaction.log(from, limit)),
    audit: (from, limit) => after(() => transaction.audit(from, limit)),
    findAudit: (filter, before, limit) => after(() => transaction.findAudit(filter, before, limit)),
    sealed: (first, last) => after(() => transaction.sealed(first, last)),
    chain: (from, limit) => after(() => transaction.chain(from, limit)),
    chainEnd: () => after(() => transaction.chainEnd()),
    events: (from, limit) => after(() => transaction.events(from, limit)),
    count: (need) => after(() => transaction.count(need)),
    first: (need) => after(() => transaction.first(need)),
    list: (need) => after(() => transaction.list(need)),
    numbered: (entity, field, numbers) => after(() => transaction.numbered(entity, field, numbers)),
    counter: (name) => after(() => transaction.counter(name)),
    setCounter: (name, last) => after(() => transaction.setCounter(name, last)),
    keepLeftBehind: (left) => after(() => transaction.keepLeftBehind(left)),
    countLeftBehind: (member) => after(() => transaction.countLeftBehind(member)),
    leftBehind: (wanted) => after(() => transaction.leftBehind(wanted)),
    forgetLeftBehind: (changes) => after(() => transaction.forgetLeftBehind(changes)),
    unconfirm: (device) => after(() => transaction.unconfirm(device)),
    renew: (generation) => after(() => transaction.renew(generation)),
  };
  return { transaction: shared, finish: write };
}
