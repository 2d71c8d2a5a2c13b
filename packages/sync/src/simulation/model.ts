import { coreModel, createModel, type Entity, type Grant, grantsByRole, type Model } from '@satchel/core';

/** As in every workspace, but that managers reach the records of their teams and no others. */
const ofTeams = (grants: readonly Grant[]): readonly Grant[] =>
  grants.map((grant) =>
    referenceData.has(grant.permission.split('.')[0] ?? '') ? grant : { ...grant, scope: 'team' },
  );

const referenceData = new Set(coreModel.entities.flatMap((one) => (one.isReferenceData ? [one.plural] : [])));

/** The product's entities under rights that use everything that rights can say. */
export function simulationModel(entities: readonly Entity[] = coreModel.entities): Model {
  return createModel(entities, {
    ...coreModel.access,
    manager: { grants: ofTeams(grantsByRole.manager) },
  });
}

export const usedModel: Model = simulationModel();
