/** A capability to prove: its id, and the homes in which it must be proven (none: one test anywhere is enough). */
export interface Capability {
  readonly id: string;
  readonly homes: readonly string[];
}

const idPattern = /^(?:[A-Z]\d?-\d+[a-z]?|X\d+[a-z]?)(?=\s|$)/;

/**
 * Reads the tables of the list of capabilities: the first cell of a row is its id, and the column headed "home" its
 * homes. Tables without that column have ids without homes.
 */
export function readCapabilities(markdown: string): readonly Capability[] {
  let homeColumn = -1;
  return markdown.split('\n').flatMap((line) => {
    if (!line.startsWith('|')) {
      homeColumn = -1;
      return [];
    }
    const cells = splitRow(line);
    const [id] = idPattern.exec(cells[0] ?? '') ?? [];
    if (id !== undefined) return [{ id, homes: homeLetters(cells[homeColumn] ?? '') }];
    const header = cells.indexOf('home');
    if (header !== -1) homeColumn = header;
    return [];
  });
}

/** Reads ids and homes back from a table that `writeTable` wrote. */
export function readWrittenTable(markdown: string): readonly Capability[] {
  return markdown.split('\n').flatMap((line) => {
    const [first = '', , homes = ''] = line.startsWith('|') ? splitRow(line) : [];
    const [id] = idPattern.exec(first) ?? [];
    return id === undefined ? [] : [{ id, homes: homeLetters(homes.split('/')[1] ?? '') }];
  });
}

/** "S, docs" is S: a letter is a home to prove; words such as `docs` and `all` ask for one test and are no home. */
function homeLetters(cell: string): readonly string[] {
  return cell
    .split(',')
    .map((part) => part.trim())
    .filter((part) => /^[A-Z]$/.test(part));
}

function splitRow(line: string): readonly string[] {
  return line
    .replace(/^\|/, '')
    .replace(/\|\s*$/, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim());
}
