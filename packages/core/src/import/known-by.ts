import type { Entity } from '../entity/entity.ts';
import type { FieldValue } from '../field/field.ts';
import type { RecordId } from '../id/uuid.ts';
import { foldText } from '../text/fold.ts';

/** A record by its name. */
export interface Named {
  readonly id: RecordId;
  readonly isDeleted: boolean;
  /** As it is written. */
  readonly title: string;
}

/** Records by what they are known by again: mail addresses, phone numbers. */
export interface KnownByIndex {
  /** @param source where a record that is deleted came from */
  add(values: Values, named: Named, source?: string | null): void;
  /** For the rows of one file. */
  finder(source: string): FindKnown;
}

/**
 * The record that a row of this title and these values is about: one that is there, else one that somebody deleted and
 * that came from the same file. Undefined: nobody's.
 */
type FindKnown = (values: Values, title: string) => KnownAgain | undefined;

/** Who it is, and the field by which that is known. */
interface KnownAgain {
  readonly named: Named;
  readonly by: string;
}

type Values = Readonly<Record<string, FieldValue | undefined>>;

/**
 * What one record alone has (a mail address) is enough to know it again. What several may have (the phone of an office)
 * tells only among those whose name does not contradict, see namesAgree: HubSpot never joins two people by a phone, and
 * Salesforce's standard rule asks for the name with it.
 */
export function createKnownByIndex(entity: Entity): KnownByIndex {
  const fields = entity.import?.knownBy ?? [];
  if (fields.length === 0) return { add: () => undefined, finder: () => () => undefined };
  const owners = new Map<string, Named>();
  const sharers = new Map<string, Named[]>();
  let hasDeleted = false;

  const lookUp = (values: Values, title: string, prefix: string): KnownAgain | undefined => {
    for (const { field, isShared } of fields) {
      for (const element of elementsOf(values[field])) {
        const found = isShared
          ? sharers.get(prefix + element)?.find((named) => namesAgree(named.title, title))
          : owners.get(prefix + element);
        if (found !== undefined) return { named: found, by: field };
      }
    }
    return undefined;
  };

  return {
    add(values, named, source = null) {
      if (named.isDeleted && source === null) return;
      hasDeleted ||= named.isDeleted;
      const prefix = named.isDeleted ? deletedOf(source ?? '') : '';
      for (const { field, isShared } of fields) {
        for (const element of elementsOf(values[field])) {
          const key = prefix + element;
          if (!isShared) {
            if (!owners.has(key)) owners.set(key, named);
            continue;
          }
          const known = sharers.get(key);
          if (known === undefined) sharers.set(key, [named]);
          else if (known.length < maxSharers && !known.some(({ id }) => id === named.id)) known.push(named);
        }
      }
    },
    finder: (source) => {
      const prefix = deletedOf(source);
      return (values, title) => lookUp(values, title, '') ?? (hasDeleted ? lookUp(values, title, prefix) : undefined);
    },
  };
}

/** What more people have than these tells nothing about who somebody is. */
const maxSharers = 50;

const deletedOf = (source: string): string => `${foldText(source)}\0`;

const elementsOf = (value: FieldValue | undefined): readonly string[] =>
  // Lists of known-again fields hold texts; a border of the record type.
  Array.isArray(value) ? (value as readonly string[]) : [];

/**
 * Whether two names may be the same person's: every word of the shorter one is a word of the other, or its first letter
 * (`Ann`, `A. Lee` and `Ann Lee`). Who has no name contradicts nobody; an address or a number is no name.
 */
function namesAgree(a: string, b: string): boolean {
  if (a === b) return true;
  const [shorter = [], longer = []] = [wordsOf(a), wordsOf(b)].toSorted((x, y) => x.length - y.length);
  const left = [...longer];
  return shorter.every((word) => {
    const at = left.findIndex((other) => other === word || isInitial(word, other) || isInitial(other, word));
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
}

const isInitial = (letter: string, word: string): boolean => letter.length === 1 && word.startsWith(letter);

const wordsOf = (name: string): readonly string[] =>
  name.includes('@')
    ? []
    : foldText(name)
        .split(/[^\p{L}\p{M}\p{N}]+/u)
        .filter((word) => /\p{L}/u.test(word));
