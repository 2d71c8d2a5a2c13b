/** Ends a union: a case that was forgotten does not compile, and one that slips in at run time throws. */
export function unreachable(value: never): never {
  throw new Error(`Unreachable case: ${JSON.stringify(value)}`);
}
