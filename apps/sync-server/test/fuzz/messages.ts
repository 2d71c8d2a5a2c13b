import { coreModel, formatHlc, type JsonValue } from '@satchel/core';
import type { SeededRandom } from '@satchel/sync/seeded-random';

/** What is known to whoever makes messages up. */
export interface Known {
  readonly member: string;
  readonly device: string;
  readonly organization: string;
  readonly token: string;
  /** Records that are there, of this tenant and of another one. */
  readonly records: string[];
  readonly foreign: readonly string[];
  /** Of changes that were sent. */
  readonly changes: string[];
  nextNumber: number;
}

const texts = [
  '',
  'Ä',
  '\u0000',
  '🙂',
  'İ',
  '__proto__',
  'constructor',
  '-1',
  '1e309',
  "'; DROP TABLE x; --",
  'a'.repeat(5000),
  '‮',
];
const numbers = [
  0,
  -0,
  1,
  -1,
  0.1,
  2 ** 31,
  2 ** 53 - 1,
  -(2 ** 53 - 1),
  2 ** 60,
  1e308,
  5e-324,
  8_640_000_000_000_001,
];

/** Any JSON, strange texts and numbers more often than others. */
export function anyValue(random: SeededRandom, known: Known, depth = 0): JsonValue {
  const kind = random.below(depth > 3 ? 6 : 9);
  if (kind === 0) return null;
  if (kind === 1) return random.chance(0.5);
  if (kind === 2) return random.pick(numbers) ?? 0;
  if (kind === 3) return random.below(1000);
  if (kind === 4) return random.pick(texts) ?? '';
  if (kind === 5) return anyId(random, known);
  if (kind === 6) return Array.from({ length: random.below(5) }, () => anyValue(random, known, depth + 1));
  if (kind === 7) return { minor: random.pick(numbers) ?? 0, currency: random.pick(['USD', 'XXX', 'usd', '']) ?? '' };
  const names = Array.from(
    { length: random.below(4) },
    () => random.pick(['id', 'kind', 'x', ...texts.slice(0, 5)]) ?? 'x',
  );
  return Object.fromEntries(
    names.filter((name) => name !== '__proto__').map((name) => [name, anyValue(random, known, depth + 1)]),
  );
}

export const anyId = (random: SeededRandom, known: Known): string => {
  const kind = random.below(5);
  if (kind === 0) return random.pick(known.foreign) ?? known.member;
  if (kind === 1) return known.member;
  if (kind === 2) return newUuid(random);
  return random.pick(known.records) ?? newUuid(random);
};

/** A UUID of version 7, of about now. */
export function newUuid(random: SeededRandom, version = '7'): string {
  const hex = [...random.bytes(16)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return `01a1fcf7-${hex.slice(8, 12)}-${version}${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** Fields of an entity, mostly as they are to be. */
function anyFields(random: SeededRandom, known: Known, entityName: string): Readonly<Record<string, JsonValue>> {
  const entity = coreModel.entityByName.get(entityName);
  const names = Object.keys(entity?.fields ?? {});
  const fields: Record<string, JsonValue> = {};
  for (let count = random.below(6); count >= 0; count--) {
    const name = random.chance(0.9)
      ? random.pick(names)
      : random.pick(['rev', 'id', 'tenant_id', 'custom.x', 'stamps']);
    if (name !== undefined) fields[name] = fieldValue(random, known, entity?.fields[name]?.kind);
  }
  if (random.chance(0.7)) fields[entity?.views.title ?? 'name'] = `Name ${random.below(100)}`;
  return fields;
}

function fieldValue(random: SeededRandom, known: Known, kind: string | undefined): JsonValue {
  if (random.chance(0.3)) return anyValue(random, known);
  if (kind === 'reference') return anyId(random, known);
  if (kind === 'references' || kind === 'set' || kind === 'emails' || kind === 'phones') {
    return Array.from({ length: random.below(4) }, () =>
      kind === 'references' ? anyId(random, known) : 'a@b.example',
    );
  }
  if (kind === 'money') return { minor: random.below(1_000_000), currency: 'USD' };
  if (kind === 'number' || kind === 'integer') return random.pick(numbers) ?? 0;
  if (kind === 'boolean') return random.chance(0.5);
  return random.pick(texts) ?? '';
}

const entityNames = coreModel.entities.map(({ name }) => name);

function anyIntention(random: SeededRandom, known: Known): JsonValue {
  const entity = random.chance(0.97) ? (random.pick(entityNames) ?? 'company') : 'nothing';
  const kind = random.pick(['create', 'create', 'update', 'update', 'delete', 'restore']) ?? 'create';
  const id = kind === 'create' && random.chance(0.9) ? newUuid(random) : anyId(random, known);
  if (kind === 'create') known.records.push(id);
  return {
    kind,
    entity,
    id,
    ...(random.chance(0.5) && kind !== 'create' ? { base: random.pick([0, 1, 100, 2 ** 53 - 1]) ?? 0 } : {}),
    ...(random.chance(0.1) ? { after: random.pick(known.changes) ?? newUuid(random) } : {}),
    ...(kind === 'create' || kind === 'update' ? { fields: anyFields(random, known, entity) } : {}),
    ...(kind === 'update' && random.chance(0.3)
      ? { lists: { tags: { add: [anyId(random, known)], remove: ['x'] } } }
      : {}),
  };
}

function anyChange(random: SeededRandom, known: Known): JsonValue {
  const id = random.chance(0.95) ? newUuid(random) : (random.pick(known.changes) ?? newUuid(random));
  known.changes.push(id);
  const ms = random.chance(0.9) ? 1_790_000_000_000 + random.below(1_000_000) : random.below(2 ** 47);
  return {
    id,
    actor: random.chance(0.95) ? known.member : anyId(random, known),
    device: random.chance(0.95) ? known.device : 'other000',
    at: formatHlc({ ms, counter: random.below(65_536), device: known.device }),
    ...(random.chance(0.1)
      ? {
          cause: {
            kind: random.pick(['import', 'undo', 'redo', 'adopt', 'bulk', 'setup']) ?? 'undo',
            group: newUuid(random),
            of: random.pick(known.changes) ?? '',
          },
        }
      : {}),
    ...(random.chance(0.1) ? { schema: random.pick([1, 2, 99]) ?? 1 } : {}),
    intentions: Array.from({ length: 1 + random.below(4) }, () => anyIntention(random, known)),
  };
}

const sequence = (random: SeededRandom): number => random.pick([0, 1, 2, 5, 100, 2 ** 53 - 1]) ?? 0;

/** A message as a device might say it, about what is known. */
export function anyMessage(random: SeededRandom, known: Known): JsonValue {
  const kind = random.below(12);
  if (kind <= 4) {
    const changes = Array.from({ length: random.below(5) }, () => anyChange(random, known));
    const firstNumber = random.chance(0.9) ? known.nextNumber : 1 + random.below(20);
    if (firstNumber === known.nextNumber) known.nextNumber += changes.length;
    return { kind: 'push', firstNumber, changes, now: 1_790_000_000_000 + random.below(10_000) };
  }
  if (kind === 5) {
    return {
      kind: 'hello',
      protocol: random.pick([1, 1, 2, 99]) ?? 1,
      cursor: random.chance(0.3) ? null : sequence(random),
      generation: random.pick([null, '', 'x']) ?? null,
      epoch: random.chance(0.5) ? {} : { company: 'x' },
      lastNumber: sequence(random),
      now: random.pick(numbers.filter(Number.isSafeInteger)) ?? 0,
    };
  }
  if (kind === 6) return { kind: 'pull', after: sequence(random) };
  if (kind === 7) return { kind: 'check', at: sequence(random) };
  if (kind === 8) {
    const entity = random.pick([...entityNames, 'nothing']) ?? 'company';
    return { kind: 'page', load: 1, entity, afterId: random.chance(0.5) ? null : anyId(random, known) };
  }
  if (kind === 9) {
    const counter = random.pick(['lead.number', 'lead.serial', 'company.name', 'x.y', '']) ?? '';
    return { kind: 'lease', ask: 1, counter, count: 1 + random.below(1000) };
  }
  if (kind === 10) {
    const at = Array.from({ length: random.below(8) }, () => ({
      entity: random.pick(entityNames) ?? 'company',
      id: anyId(random, known),
      isEditing: random.chance(0.5),
    }));
    return random.chance(0.5) ? { kind: 'looking', at } : { kind: 'past', ask: 1, after: sequence(random) };
  }
  const adoption = newUuid(random, '4');
  return (
    random.pick<JsonValue>([
      { kind: 'adopt', adoption, schema: 1 },
      { kind: 'adopt-end', adoption, upTo: 1, last: newUuid(random) },
      { kind: 'adopt-changes', adoption, after: 0, previous: null, changes: [] },
      { kind: 'auth', token: known.token, organization: known.organization, device: known.device },
    ]) ?? null
  );
}
