/**
 * The audit cannot be changed unnoticed, and yet parts of it can be forgotten: of every entry the chain keeps a digest,
 * which says nothing without the entry's own salt. When the entry goes, its salt goes along.
 */
export interface SealedEntry {
  readonly sequence: number;
  /** At least 122 random bits. */
  readonly salt: string;
  /** `entryText`, as it was written. */
  readonly text: string;
}

/** How far a tenant's chain has come. */
export interface ChainEnd {
  /** The number of its last link; 0: there is none. */
  readonly place: number;
  /** The last link's digest, 64 hexadecimal digits; empty when there is none. */
  readonly link: string;
}

/** `accepted`: these entries were written. `dropped`: these were forgotten since, as their time was over. */
export interface ChainLink extends ChainEnd {
  readonly kind: 'accepted' | 'dropped';
  readonly first: number;
  readonly last: number;
  /** Of the entries, 64 hexadecimal digits each, in order; none when they were dropped. */
  readonly digests: string;
}
