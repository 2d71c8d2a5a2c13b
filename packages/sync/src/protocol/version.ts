/** What this program speaks. A message that only grows keeps it; anything else is the next one. */
export const protocolVersion = 1;

/** The oldest that the server still understands. */
export const oldestProtocolVersion = 1;

/**
 * What each version was: the hash of its messages' schemas, and what was new. `version.test.ts` holds the last line
 * against the schemas, so that none changes by accident.
 */
export const protocolHistory: readonly { readonly version: number; readonly hash: string; readonly what: string }[] = [
  { version: 1, hash: 'a8f5297a6ab03b5a', what: 'the first' },
  { version: 1, hash: 'c574a8ba13c81185', what: 'the server says that an account is closed' },
  { version: 1, hash: '19e51a6d530316e4', what: 'devices lease numbers, and say how far they have counted' },
  { version: 1, hash: 'ded01cfa76974718', what: 'an outcome tells of a team that was lost' },
  { version: 1, hash: 'c4a488f207781d33', what: 'a new record names the waiting change that made what it is about' },
  { version: 1, hash: 'cb4381ac8267a01f', what: 'a workspace made offline becomes a tenant' },
  { version: 1, hash: '4d916bf10b712e11', what: 'changes and devices say of which version of the model they are' },
  { version: 1, hash: '1cbc47f8080d2ae5', what: 'a socket begins with who connects' },
  {
    version: 1,
    hash: 'f06bf8bee55a52ce',
    what: 'references come and go with what they name, and fields that are hidden are told',
  },
  { version: 1, hash: '34a6463dcc1bd047', what: 'devices at rest ask for checksums' },
  { version: 1, hash: '8e7dd7fe98ceebb6', what: 'a device asks for the past of what it loaded' },
  {
    version: 1,
    hash: 'a71c943ff993f589',
    what: 'an older copy is told when the ledger may have forgotten what waits in it',
  },
  { version: 1, hash: 'bc9d9daa8475d28f', what: 'changes that were cut to fit a message say that there are more' },
  { version: 1, hash: '764ef1429c09ba08', what: 'devices say what they look at, and hear who else does' },
  { version: 1, hash: 'c3495c1c6939c948', what: 'a device that asks for a page of a load says what it could see' },
  { version: 1, hash: 'c9a30f919c3312a8', what: 'a device that reads too slowly is told' },
];
