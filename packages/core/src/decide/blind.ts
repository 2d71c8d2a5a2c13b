import type { EntityRecord } from '../entity/record.ts';
import { hiddenFields } from '../permission/field-mask.ts';
import type { DecideContext } from './context.ts';

/** Tells whether somebody looked at a field that is hidden here, so that what they say of the record is a guess. */
export interface Watch {
  readonly hasGuessed: () => boolean;
  readonly watched: <R extends EntityRecord | null>(record: R) => R;
}

/** Null: the whole record is here. */
export function watchHidden({ actor, isPartial }: DecideContext, entity: string): Watch | null {
  const hidden = isPartial === true ? hiddenFields(actor, entity) : [];
  if (hidden.length === 0) return null;
  let hasGuessed = false;
  return {
    hasGuessed: () => hasGuessed,
    watched: (record) =>
      record === null
        ? record
        : new Proxy(record, {
            get(target, name) {
              if (typeof name === 'string' && hidden.includes(name)) hasGuessed = true;
              return Reflect.get(target, name) as unknown;
            },
          }),
  };
}
