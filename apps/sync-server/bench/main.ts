import { benchAlone } from './alone.ts';
import { benchBusy } from './busy.ts';
import type { ServerFigure } from './figure.ts';
import { benchIdle } from './idle.ts';
import { benchLive } from './live.ts';
import { benchLoad } from './load.ts';
import { benchMigrate } from './migrate.ts';

const benches: Readonly<Record<string, () => Promise<readonly ServerFigure[]>>> = {
  'server-live': benchLive,
  'server-alone': benchAlone,
  'server-load': benchLoad,
  'server-idle': benchIdle,
  'server-busy': benchBusy,
  'server-migrate': benchMigrate,
};

// Started by `apps/desktop/bench/main.ts`, which prints what it is sent.
const [name = ''] = process.argv.slice(2);
for (const figure of (await benches[name]?.()) ?? []) {
  if (process.send) process.send(figure);
  else console.log(JSON.stringify(figure));
}
if (process.connected) process.disconnect();
