import type { MemberId } from '../id/uuid.ts';

/** How far a right reaches: records one owns, those of one's teams too, or all. */
export type Scope = 'own' | 'team' | 'all';

/** `permission` is `<module>.<action>`; either part may be `*`. */
export interface Grant {
  readonly permission: string;
  readonly scope: Scope;
}

/** Fields of one entity that a role may not read, and therefore not write, and those that it may read only. */
export interface FieldMask {
  readonly hidden?: readonly string[];
  readonly fixed?: readonly string[];
}

/** By entity. */
export type FieldMasks = Readonly<Record<string, FieldMask>>;

/** Who asks, with the rights that hold at the moment of judging. */
export interface Actor {
  readonly member: MemberId;
  readonly grants: readonly Grant[];
  /** The ids of the teams that the member belongs to. */
  readonly teams?: ReadonlySet<string>;
  /** Fields that the actor may not read or write, in records that they may; none when absent. */
  readonly masks?: FieldMasks;
}
