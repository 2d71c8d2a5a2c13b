// `npm run format [-- PATH …]`: writes the project's formatting and safe lint fixes.
import { spawnSync } from 'node:child_process';

const paths = process.argv.slice(2);
const result = spawnSync('biome', ['check', '--write', ...(paths.length > 0 ? paths : ['.'])], { stdio: 'inherit' });
process.exitCode = result.status ?? 1;
