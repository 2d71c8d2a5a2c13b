/** An invariant that does not hold; the number is that of SPEC.md. */
export class Violation extends Error {
  override readonly name = 'Violation';
}

export const violated = (invariant: string, what: string): never => {
  throw new Violation(`${invariant}: ${what}`);
};
