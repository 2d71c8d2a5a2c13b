import { join } from 'node:path';
import { checkTree } from './check-tree.ts';

const { files, violations } = checkTree(join(import.meta.dirname, '../..'));
for (const { file, line, message } of violations) console.error(`${file}:${line}: ${message}`);
console.log(
  violations.length === 0
    ? `${files} files keep to their layers.`
    : `${violations.length} violations in ${files} files.`,
);
process.exitCode = violations.length === 0 ? 0 : 1;
