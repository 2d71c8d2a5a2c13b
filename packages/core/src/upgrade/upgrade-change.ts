import type { Change, FieldValues, Intention, ListPatch } from '../change/change.ts';
import type { Model } from '../entity/model.ts';
import type { FieldValue } from '../field/field.ts';
import type { FieldStep } from './schema-step.ts';

/** The version of the model in which a change was made; one that does not say is of the first. */
export const schemaOf = ({ schema = 1 }: Pick<Change, 'schema'>): number => schema;

/**
 * A change as it would have been made with this model: fields and choices have their names of now. Pure, so that the
 * server and a device make the same of it. Changes of this version, or of a newer one, stay as they are.
 */
export function upgradeChange(model: Model, change: Change): Change {
  const from = schemaOf(change);
  if (from >= model.schema) return change;
  const intentions = change.intentions.map((intention) => upgradeIntention(model, intention, from));
  return { ...change, schema: model.schema, intentions };
}

/** Values by field name, of a row, an edit or the history, as this model has them. */
export function upgradeFields<Value extends FieldValues>(
  model: Model,
  entity: string,
  fields: Value,
  from: number,
): Value {
  let upgraded: FieldValues = fields;
  for (const step of stepsOf(model, entity, from)) {
    if (!Object.hasOwn(upgraded, step.field)) continue;
    const { [step.field]: value = null, ...rest } = upgraded;
    upgraded = { ...rest, ...steppers[step.kind](step, value) };
  }
  return upgraded as Value;
}

/** What is kept by the name of a field, such as its clock, or by `<field>/<element>`. */
export function upgradeNames<Kept>(
  model: Model,
  entity: string,
  byName: Readonly<Record<string, Kept>>,
  from: number,
): Readonly<Record<string, Kept>> {
  const steps = stepsOf(model, entity, from);
  if (steps.length === 0) return byName;
  return Object.fromEntries(
    Object.entries(byName).flatMap(([key, kept]) => {
      const [name = key, ...element] = key.split('/');
      return namesAfter(steps, name).map((next) => [[next, ...element].join('/'), kept] as const);
    }),
  );
}

/** Whether something that was made with an older model can be read as it is: nothing but additions since. */
export const isOnlyAdded = (model: Model, from: number): boolean =>
  model.steps.every(({ to, fields }) => to <= from || fields.length === 0);

function upgradeIntention(model: Model, intention: Intention, from: number): Intention {
  if (intention.kind !== 'create' && intention.kind !== 'update') return intention;
  const fields = upgradeFields(model, intention.entity, intention.fields, from);
  if (intention.kind === 'create' || intention.lists === undefined) return { ...intention, fields };
  const lists: Readonly<Record<string, ListPatch>> = upgradeNames(model, intention.entity, intention.lists, from);
  return { ...intention, fields, lists };
}

const stepsOf = (model: Model, entity: string, from: number): readonly FieldStep[] =>
  model.steps.flatMap(({ to, fields }) => (to > from ? fields.filter((step) => step.entity === entity) : []));

type Stepper<Kind extends FieldStep['kind']> = (
  step: Extract<FieldStep, { kind: Kind }>,
  value: FieldValue,
) => FieldValues;

const stepperByKind: { readonly [Kind in FieldStep['kind']]: Stepper<Kind> } = {
  renamed: ({ to }, value) => ({ [to]: value }),
  split: ({ values }, value) => values(value),
  choices: ({ field, choices }, value) => ({
    [field]: typeof value === 'string' && Object.hasOwn(choices, value) ? (choices[value] ?? value) : value,
  }),
};

const steppers = stepperByKind as Readonly<
  Record<FieldStep['kind'], (step: FieldStep, value: FieldValue) => FieldValues>
>;

function namesAfter(steps: readonly FieldStep[], name: string): readonly string[] {
  let names: readonly string[] = [name];
  for (const step of steps) {
    names = names.flatMap((one) => {
      if (one !== step.field || step.kind === 'choices') return [one];
      return step.kind === 'renamed' ? [step.to] : step.into;
    });
  }
  return names;
}
