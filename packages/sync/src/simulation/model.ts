import {
  coreModel,
  createModel,
  type Entity,
  type FieldMasks,
  type Grant,
  grantsByRole,
  type Model,
  type SchemaStep,
} from '@satchel/core';

const usualMasks: FieldMasks = {
  deal: { hidden: ['amount', 'description'], fixed: ['expectedClose'] },
  contact: { hidden: ['emails'] },
  company: { hidden: ['city'] },
};

/** As in every workspace, but that managers reach the records of their teams and no others. */
const ofTeams = (grants: readonly Grant[]): readonly Grant[] =>
  grants.map((grant) =>
    referenceData.has(grant.permission.split('.')[0] ?? '') ? grant : { ...grant, scope: 'team' },
  );

const referenceData = new Set(coreModel.entities.flatMap((one) => (one.isReferenceData ? [one.plural] : [])));

const steps: readonly SchemaStep[] = [
  { to: 2, fields: [{ kind: 'renamed', entity: 'contact', field: 'position', to: 'jobTitle' }] },
];

/** The product's entities under rights that use everything that rights can say. */
export function simulationModel(
  entities: readonly Entity[] = coreModel.entities,
  masks: FieldMasks = usualMasks,
): Model {
  const access = { ...coreModel.access, manager: { grants: ofTeams(grantsByRole.manager), masks } };
  return createModel(entities, access, steps);
}

export const usedModel: Model = simulationModel();

/** The version before, made up: what is the job title of a contact now was called position. */
export const olderModel: Model = createModel(
  coreModel.entities.map((entity): Entity => {
    const { jobTitle, ...fields } = entity.fields;
    return entity.name !== 'contact' || !jobTitle ? entity : { ...entity, fields: { ...fields, position: jobTitle } };
  }),
  usedModel.access,
);
