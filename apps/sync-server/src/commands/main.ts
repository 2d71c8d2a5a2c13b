import { readConfig } from '../config/server-config.ts';
import { perform } from './perform.ts';
import { serve } from './serve.ts';

/** `npm run server`: without words it serves; with words it does what they ask for, and ends. */
async function main([name, ...words]: readonly string[]): Promise<void> {
  const config = readConfig(process.env);
  if (!config.ok) {
    console.error(`The server does not start:\n${config.error.map((problem) => `- ${problem}`).join('\n')}`);
    process.exitCode = 2;
    return;
  }
  if (name === undefined) {
    await serve(config.value);
    return;
  }
  const { code, lines } = await perform(config.value, name, words);
  for (const line of lines) (code === 0 ? console.log : console.error)(line);
  process.exitCode = code;
}

await main(process.argv.slice(2));
