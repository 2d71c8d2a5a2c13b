import {
  type Action,
  type Entity,
  type EntityRecord,
  grantsByRole,
  may,
  mayOnRecord,
  recordIdFrom,
} from '@satchel/core';
import { useCallback } from 'react';
import { useWorkspace } from './queries.ts';

/** Whether the user may do this at all, or to this record: what is not allowed is not offered. The backend judges. */
export type May = (entity: Entity, action: Action, record?: EntityRecord) => boolean;

export function useMay(): May {
  const { me, role } = useWorkspace();
  return useCallback(
    (entity, action, record) => {
      const actor = { member: recordIdFrom(me), grants: grantsByRole[role] };
      return record ? mayOnRecord(actor, entity, action, record) : may(actor, `${entity.plural}.${action}`);
    },
    [me, role],
  );
}
