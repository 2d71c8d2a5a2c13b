/** The first words of a text, as a title for records that have none of their own. */
export function firstLine(body: string | null, maxLength = 80): string | null {
  const line = body
    ?.split('\n')
    .find((candidate) => candidate.trim() !== '')
    ?.trim();
  if (line === undefined) return null;
  return line.length <= maxLength ? line : `${line.slice(0, maxLength - 1).trimEnd()}…`;
}
