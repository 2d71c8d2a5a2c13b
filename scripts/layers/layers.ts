/** One layer of the house: where its files are and what they may reach. The arrows of docs/architecture.md. */
export interface Layer {
  readonly name: string;
  /** Folder of its source, relative to the root, with a slash at the end. */
  readonly folder: string;
  /** Folder of the package.json that must declare what it imports. */
  readonly packageFolder: string;
  /** Workspace packages it may import, by their public exports. */
  readonly packages: readonly string[];
  /** Other layers of its own package that it may import by a relative path. */
  readonly siblings: readonly string[];
  /** Whether it may use Node's modules. */
  readonly node: boolean;
  /** Whether it must give the same answer always: no clock, randomness, environment or timers. */
  readonly pure: boolean;
  /** Whether SQL may stand in it. */
  readonly sql: boolean;
  /** Dependencies that only this layer and others that name them may import. */
  readonly only: readonly string[];
}

const core = '@satchel/core';
const sync = '@satchel/sync';
const db = '@satchel/db';

/** Dependencies that belong to one layer wherever they are declared. */
export const guardedDependencies: readonly string[] = ['electron', 'react', 'react-dom', 'better-sqlite3', 'ws'];

/** Every layer. A file that lies in none of them is not checked for imports. */
export const layers: readonly Layer[] = [
  library('core', [], { pure: true }),
  library('sync', [core], { pure: true }),
  library('db', [core, sync], { node: true, sql: true, only: ['better-sqlite3'] }),
  desktop('shared', [core], []),
  desktop('main', [core], ['shared'], { node: true, only: ['electron'] }),
  desktop('preload', [], ['shared'], { only: ['electron'] }),
  desktop('backend', [core, sync, db], ['shared'], { node: true, only: ['ws'] }),
  desktop('renderer', [core], ['shared'], { only: ['react', 'react-dom'] }),
  layer('sync-server', 'apps/sync-server/src/', 'apps/sync-server/', [core, sync, db], [], {
    node: true,
    only: ['ws'],
  }),
];

type Rights = Partial<Pick<Layer, 'node' | 'pure' | 'sql' | 'only'>>;

function library(name: string, packages: readonly string[], rights: Rights): Layer {
  const packageFolder = `packages/${name}/`;
  return layer(name, `${packageFolder}src/`, packageFolder, packages, [], rights);
}

function desktop(name: string, packages: readonly string[], siblings: readonly string[], rights: Rights = {}): Layer {
  const packageFolder = 'apps/desktop/';
  const folders = siblings.map((sibling) => `${packageFolder}src/${sibling}/`);
  return layer(`desktop/${name}`, `${packageFolder}src/${name}/`, packageFolder, packages, folders, rights);
}

function layer(
  name: string,
  folder: string,
  packageFolder: string,
  packages: readonly string[],
  siblings: readonly string[],
  rights: Rights,
): Layer {
  return { name, folder, packageFolder, packages, siblings, node: false, pure: false, sql: false, only: [], ...rights };
}
