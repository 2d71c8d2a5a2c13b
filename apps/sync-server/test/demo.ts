import { showDemo } from './show-demo.ts';

// `npm run demo`
process.exitCode = (await showDemo((line) => console.log(line))) ? 0 : 1;
