import type { MemberId } from '../id/uuid.ts';

/** How far a right reaches: records one owns, those of one's teams too, or all. */
export type Scope = 'own' | 'team' | 'all';

/** `permission` is `<module>.<action>`; either part may be `*`. */
export interface Grant {
  readonly permission: string;
  readonly scope: Scope;
}

/** Who asks, with the rights that hold at the moment of judging. */
export interface Actor {
  readonly member: MemberId;
  readonly grants: readonly Grant[];
  /** The ids of the teams that the member belongs to. */
  readonly teams?: ReadonlySet<string>;
}
