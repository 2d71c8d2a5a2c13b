// `npm test [-- --stage NAME …] [--coverage] [PATH …]`: types, lint, layers, unit, integration, simulation, build and real
// browser; in CI, and with `--coverage`, unit tests say which lines they reach. Each stage runs whatever the others did; the last line counts tests, and a stage without tests
// that failed counts as one that failed.
import { parseArgs } from 'node:util';
import { runStage } from './run-stage.ts';
import { stages } from './stages.ts';
import { summary } from './summary.ts';

const { values, positionals } = parseArgs({
  options: { stage: { type: 'string', multiple: true }, coverage: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const isCoverageAsked = process.env.CI !== undefined || values.coverage;
const all = stages(positionals, isCoverageAsked);
const unknown = values.stage?.find((name) => !all.some((stage) => stage.name === name));

if (unknown !== undefined) {
  console.error(`There is no stage "${unknown}". Stages: ${all.map((stage) => stage.name).join(', ')}.`);
  process.exitCode = 2;
} else {
  let isInterrupted = false;
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.on(signal, () => {
      isInterrupted = true;
    });
  }
  const outcomes = [];
  for (const stage of all.filter(({ name }) => values.stage?.includes(name) ?? true)) {
    if (isInterrupted) break;
    if (stage.absent !== undefined) {
      console.log(`\n── ${stage.name}: left out, ${stage.absent}`);
      continue;
    }
    console.log(`\n── ${stage.name}`);
    const outcome = await runStage(stage);
    const ending = outcome.problem === undefined ? 'done' : `FAILED (${outcome.problem})`;
    console.log(`── ${stage.name}: ${ending} in ${outcome.seconds.toFixed(1)} s of ${stage.budgetSeconds} s`);
    outcomes.push({ name: stage.name, ...outcome });
  }
  const { lines, isGreen } = summary(outcomes);
  console.log(`\n${lines.join('\n')}`);
  process.exitCode = isGreen && !isInterrupted ? 0 : 1;
}
