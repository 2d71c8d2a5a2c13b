import { afterEach, beforeEach, expect, test } from 'vitest';
import { type OpenService, openService } from '../../../test/open-service.ts';
import type { ImportProgress } from '../../shared/api.ts';
import { createSeededRandom } from '../sample/seeded-random.ts';

let service: OpenService;
let call: OpenService['call'];
let onProgress: (progress: ImportProgress) => void;

beforeEach(async () => {
  onProgress = () => undefined;
  service = await openService((name, value) => {
    if (name === 'import.progress' && 'stage' in value) onProgress(value);
  });
  call = service.call;
});
afterEach(() => service.close());

const everything = { and: [] } as const;
const rows = 3000;
const text = `First Name,Last Name,Email,Company\n${Array.from({ length: rows }, (_, index) => `First${index},Last,person${index}@example.com,Company ${index % 90}\n`).join('')}`;

const analysed = () => service.analyse({ 'contacts.csv': text });

/** What a user can see of the workspace. */
const seen = async () => ({
  contacts: await call('records.count', { entity: 'contact', where: everything }),
  companies: await call('records.count', { entity: 'company', where: everything }),
  imports: await call('records.count', { entity: 'importRun', where: everything }),
  steps: (await call('changes.recent', { limit: 100 })).filter(({ isUndone }) => !isUndone).length,
  found: (await call('search.global', { text: 'person7', limit: 5 })).length,
});

test('[S4-17/C] cancelled at twenty moments, an import is answered within half a second and is not there or wholly there, as the answer says', async () => {
  const before = await seen();
  const whole = await analysed();
  const startMs = performance.now();
  const first = await call('import.run', whole);
  const durationMs = performance.now() - startMs;
  if (!first.ok) throw new Error(first.error[0]?.message);
  const after = await seen();
  expect(after).toMatchObject({ contacts: rows, companies: 90, imports: 1 });
  await call('changes.undo', { id: first.value.group });

  const random = createSeededRandom(17);
  const answers: string[] = [];
  for (let moment = 0; moment < 20; moment += 1) {
    const given = await analysed();
    const running = call('import.run', given);
    await new Promise((resolve) => setTimeout(resolve, random.next() * durationMs));
    const cancelledMs = performance.now();
    await call('import.cancel', { job: given.job });
    const answer = await running;
    expect(performance.now() - cancelledMs).toBeLessThan(500);
    answers.push(answer.ok ? 'done' : (answer.error[0]?.code ?? ''));
    expect(await seen()).toEqual(answer.ok ? after : before);
    if (answer.ok) await call('changes.undo', { id: answer.value.group });
  }
  expect(answers.filter((code) => code === 'import-cancelled').length).toBeGreaterThan(5);
  expect(answers.filter((code) => code !== 'import-cancelled' && code !== 'done')).toEqual([]);
}, 60_000);

test('[S4-17/C] while an import is written, reads are answered, and see nothing of it', async () => {
  const given = await analysed();
  const counts: number[] = [];
  let reading: Promise<void> | undefined;
  onProgress = ({ stage }) => {
    if (stage !== 'writing' || reading !== undefined) return;
    reading = call('records.count', { entity: 'contact', where: everything }).then((count) => {
      counts.push(count);
      reading = undefined;
    });
  };
  const result = await call('import.run', given);
  expect(result).toMatchObject({ ok: true, value: { created: { contact: rows } } });
  await reading;
  expect(counts.length).toBeGreaterThan(2);
  expect(counts.slice(0, -1).every((count) => count === 0)).toBe(true);
});

test('[S4-17/C] a cancelled import is forgotten: how it was mapped is not remembered', async () => {
  const given = await analysed();
  const running = call('import.run', given);
  await call('import.cancel', { job: given.job });
  expect(await running).toMatchObject({ ok: false, error: [{ code: 'import-cancelled' }] });
  expect(Object.keys(await call('settings.get', {}))).toEqual([]);
  expect(await call('import.run', given)).toMatchObject({ ok: true });
  expect(Object.keys(await call('settings.get', {}))).toHaveLength(1);
});

test('[S4-17/C] while one import is written, another is told to wait, and the first is not disturbed', async () => {
  const given = await analysed();
  const running = call('import.run', given);
  const sentence = 'An import is being written. Wait until it has ended, or cancel it where it was started.';
  await expect(call('import.begin', {})).rejects.toThrow(sentence);
  await expect(call('import.sample', {})).rejects.toThrow(sentence);
  expect(await running).toMatchObject({ ok: true, value: { created: { contact: rows } } });
  expect((await call('import.begin', {})).job).not.toBe(given.job);
});

test('[S4-17/C] whatever else is asked while an import is written, its cancel still ends it', async () => {
  const before = await seen();
  const given = await analysed();
  const running = call('import.run', given);
  const others = [call('import.preview', given), call('import.analyse', given)];
  await expect(call('import.run', given)).rejects.toThrow('An import is being written.');
  await call('import.cancel', { job: given.job });
  expect(await running).toMatchObject({ ok: false, error: [{ code: 'import-cancelled' }] });
  await Promise.all(others);
  expect(await seen()).toEqual(before);
});
