/** The first words of a text, as a title for records that have none of their own. */
export function firstLine(body: string | null, maxLength = 80): string | null {
  const line = body
    ?.split('\n')
    .find((candidate) => candidate.trim() !== '')
    ?.trim();
  if (line === undefined) return null;
  if (line.length <= maxLength) return line;
  // Half of an emoji is no text that a store keeps.
  const start = line.slice(0, maxLength - 1).replace(/[\uD800-\uDBFF]$/, '');
  return `${start.trimEnd()}…`;
}
