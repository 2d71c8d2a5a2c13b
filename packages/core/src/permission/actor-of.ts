import type { Model } from '../entity/model.ts';
import type { EntityRecord } from '../entity/record.ts';
import { elementsOf } from '../field/field.ts';
import type { Actor } from './actor.ts';
import { roles } from './roles.ts';

/**
 * A member with the rights of its row, on a device and on the server alike; null for somebody who is no member (any
 * more).
 */
export function actorOf(model: Model, member: EntityRecord | null | undefined): Actor | null {
  const role = roles.find((one) => one === member?.['role']);
  if (!member || !role || member.deletedAt !== null || member['isActive'] === false) return null;
  return { member: member.id, ...model.access[role], teams: new Set(elementsOf(member['teams'])) };
}
