import type { Change } from '../change/change.ts';
import { everything } from '../where/where.ts';
import { isCustomName, withDefinitions } from './custom-fields.ts';
import type { Model } from './model.ts';
import type { Need } from './need.ts';
import type { EntityRecord } from './record.ts';

const entity = 'fieldDefinition';

type ListNeed = Extract<Need, { need: 'list' }>;

/** Every field that a workspace defined; more than anybody defines. */
export const definitionsNeed: ListNeed = { need: 'list', entity, where: everything, limit: 1000 };

/**
 * The model to judge a change by: the workspace's own when the change names fields that a workspace defines. Undefined:
 * the definitions must be loaded first.
 */
export function modelOf(
  { intentions }: Pick<Change, 'intentions'>,
  model: Model,
  known: { list(need: ListNeed): readonly EntityRecord[] | undefined },
): Model | undefined {
  const isAsked = intentions.some(
    (one) => (one.kind === 'create' || one.kind === 'update') && Object.keys(one.fields ?? {}).some(isCustomName),
  );
  if (!isAsked || !model.entityByName.has(entity)) return model;
  const definitions = known.list(definitionsNeed);
  return definitions && withDefinitions(model, definitions);
}
