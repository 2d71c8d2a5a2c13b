import { expect, test } from 'vitest';
import { openService } from '../../../test/open-service.ts';
import { tellTroubles } from './tell-troubles.ts';

test('a fault of ours reaches a window as a sentence and the log as places, without what was written', async () => {
  const service = await openService();
  const logged: string[] = [];
  const failing = (error: unknown) => {
    const settings = () => {
      throw error;
    };
    const { workspace } = service;
    const handlers = { ...service.handlers, 'settings.get': settings };
    return Promise.resolve(tellTroubles(handlers, workspace.dir, (line) => void logged.push(line))['settings.get']({}));
  };
  const ourFault = 'Satchel could not do this because of a fault of its own. Your data is as it was.';
  await expect(failing(new TypeError('ada@example.com is not a function'))).rejects.toThrow(ourFault);
  await expect(failing('ada@example.com')).rejects.toThrow(ourFault);
  await expect(failing(new Error('A sentence.'))).rejects.toThrow('A sentence.');
  expect([logged.length, logged.join('').includes('ada@'), logged[0]?.includes('tell-troubles.test.ts')]).toEqual([
    2,
    false,
    true,
  ]);
  await service.close();
});
