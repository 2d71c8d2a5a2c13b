/** How the rows of other systems' files become records of an entity; an import reads it. */
export interface EntityImport {
  /** Files may bring records of it, although it has no page of its own. */
  readonly isFromFiles?: boolean;
  /** Two records of the same name are one and the same; of others (deals, tasks) many are called alike. */
  readonly isKnownByTitle?: boolean;
  /** List fields by whose elements a record is known again, such as mail addresses. */
  readonly knownBy?: readonly KnownBy[];
  /** The fields that are the title together, in order, when a file has no column for the title. */
  readonly titleParts?: readonly string[];
  /**
   * What a record that rows of its own kind only name takes over from most of them: a manager works where the people do.
   */
  readonly takenOver?: readonly string[];
  /**
   * Other systems' words for records of this kind, `{ prospecting: 'Qualification' }`: keys folded, values titles.
   * An import takes them when nothing has that title.
   */
  readonly synonyms?: Readonly<Record<string, string>>;
}

export interface KnownBy {
  readonly field: string;
  /**
   * Several records may have the same element, such as the phone of an office: it tells who somebody is only as long as
   * the names do not contradict.
   */
  readonly isShared?: boolean;
}

/** The fields of an entity that keeps a record of every import. */
export interface ImportLog {
  /** The group by which undo takes the import back. */
  readonly group: string;
  readonly created: string;
  readonly updated: string;
  readonly unchanged: string;
  readonly refused: string;
}
