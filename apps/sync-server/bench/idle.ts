import { register } from '../test/running-server.ts';
import { median, type ServerFigure } from './figure.ts';
import { type LightDevice, openLightDevice, type Person } from './light-device.ts';
import { startWorld } from './server-node.ts';

const rounds = 5;
const connections = 5000;
const together = 100;
/** What the program needs once, it has by then. */
const warmUp = 200;

/** What a node holds for each device that is connected, and told of changes, while nothing happens. */
export async function benchIdle(): Promise<readonly ServerFigure[]> {
  const world = await startWorld();
  try {
    const node = await world.addNode();
    const who = await register(node.address, 'idle@a.example');
    const each: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      // What one round left behind would be used again by the next.
      await node.stop();
      await node.start();
      close(await open(node.address, who, warmUp));
      const before = await node.heldBytes();
      const devices = await open(node.address, who, connections);
      const after = await node.heldBytes();
      each.push((after - before) / connections / 1024);
      close(devices);
    }
    return [
      {
        name: 'server-idle',
        value: median(each),
        unit: 'KB',
        floor: null,
        most: 40,
        note:
          `resident memory of the server's process for each of ${connections} devices that are signed in and told of changes, ` +
          `beyond what it held before they came; after collection, in a new process each round; median of ${rounds} rounds`,
      },
    ];
  } finally {
    await world.close();
  }
}

async function open(address: string, who: Person, count: number): Promise<readonly LightDevice[]> {
  const devices: LightDevice[] = [];
  while (devices.length < count) {
    const names = Array.from({ length: together }, (_, n) => `i${String(devices.length + n).padStart(7, '0')}`);
    devices.push(...(await Promise.all(names.map((name) => openLightDevice(address, who, { name })))));
  }
  return devices;
}

function close(devices: readonly LightDevice[]): void {
  for (const device of devices) device.close();
}
