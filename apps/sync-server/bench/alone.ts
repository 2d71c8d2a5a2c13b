import pg from 'pg';
import { register } from '../test/running-server.ts';
import { median, type ServerFigure } from './figure.ts';
import { newRecordId, openLightDevice } from './light-device.ts';
import { startWorld } from './server-node.ts';

const rounds = 500;
const warmUp = 100;

/** One change when nobody else writes: from the socket of its device, and back. */
export async function benchAlone(): Promise<readonly ServerFigure[]> {
  const world = await startWorld();
  const client = new pg.Client({ connectionString: world.databaseUrl });
  await client.connect();
  try {
    const { address } = await world.addNode();
    const device = await openLightDevice(address, await register(address, 'alone@a.example'), { name: 'devalone' });
    const id = newRecordId();
    device.send([device.change([{ kind: 'create', entity: 'company', id, fields: { name: 'Alone' } }])]);
    await device.settled();
    await client.query('CREATE TABLE bare_commit (bytes text)');
    const [ms, floorMs]: [number[], number[]] = [[], []];
    for (let round = 0; round < warmUp + rounds; round += 1) {
      const change = device.change([{ kind: 'update', entity: 'company', id, fields: { city: `City ${round}` } }]);
      const startMs = performance.now();
      device.send([change]);
      await device.settled();
      const endMs = performance.now();
      const insert = { name: 'bare', text: 'INSERT INTO bare_commit VALUES ($1)', values: ['x'.repeat(100)] };
      await client.query(insert);
      if (round < warmUp) continue;
      ms.push(endMs - startMs);
      floorMs.push(performance.now() - endMs);
    }
    device.close();
    return [
      {
        name: 'server-alone',
        value: median(ms),
        unit: 'ms',
        floor: median(floorMs),
        most: 3,
        note:
          'one change of one field, from the socket of its device to the outcome there, while nobody else writes; floor: one ' +
          `INSERT of 100 bytes, committed, in turn with it; medians of ${rounds}, PostgreSQL with fsync`,
      },
    ];
  } finally {
    await client.end();
    await world.close();
  }
}
