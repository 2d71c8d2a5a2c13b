import { readFileSync } from 'node:fs';

/** What the check needs of a package.json. */
export interface Manifest {
  readonly name: string;
  /** Import paths that it offers: `.` or `./something`. */
  readonly exports: readonly string[];
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** Reads a package.json. Throws when it is not one. */
export function readManifest(file: string): Manifest {
  const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!isObject(parsed)) throw new Error(`${file} is not an object.`);
  return {
    name: typeof parsed.name === 'string' ? parsed.name : '',
    exports: isObject(parsed.exports) ? Object.keys(parsed.exports) : [],
    dependencies: texts(parsed.dependencies),
    devDependencies: { ...texts(parsed.devDependencies), ...texts(parsed.optionalDependencies) },
  };
}

function texts(value: unknown): Readonly<Record<string, string>> {
  if (!isObject(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([name, version]) => [name, String(version)]));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
