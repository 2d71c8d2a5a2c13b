import { entityFor, labelOf } from '@satchel/core';
import { wrongValues } from '@satchel/core/wrong-values.contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OpenService, openService } from '../../../test/open-service.ts';

let service: OpenService;
beforeAll(async () => {
  service = await openService();
});
afterAll(() => service.close());

const everything = { and: [] } as const;

test('[S3-21/C] [S2-22/C] a window’s change with a wrong value is refused at the field, and checking says the same', async () => {
  const { call, workspace } = service;
  for (const { entity, field, value, code } of wrongValues) {
    const id = workspace.newRecordId();
    const intentions = [{ kind: 'create', entity, id, fields: { [field]: value } }] as const;
    const refused = await call('changes.commit', { intentions });
    const [checked] = await call('changes.check', { plans: [intentions] });
    expect(refused).toEqual({ ok: false, error: checked });
    expect(checked?.map((refusal) => [refusal.code, refusal.field])).toContainEqual([code, field]);
    expect(await call('records.get', { entity, id })).toBe(null);
  }
});

/** A file with such a cell is no text and refused as a whole. */
const isBinary = (cell: string): boolean => cell.includes('\0');

test('[S3-21/C] [S2-22/C] a file with the same wrong values has each of its rows refused', async () => {
  const { call, workspace, analyse } = service;
  const inFile = wrongValues.flatMap(({ cell, ...wrong }) =>
    cell === undefined || isBinary(cell) ? [] : [{ ...wrong, cell }],
  );
  for (const name of new Set(inFile.map(({ entity }) => entity))) {
    const entity = entityFor(workspace.model, name);
    if (entity.place !== 'main') continue;
    const { title } = entity.views;
    for (const { field, cell } of inFile.filter((wrong) => wrong.entity === name)) {
      const heading = (key: string): string => entity.fields[key]?.label ?? labelOf(key);
      const isTitle = field === title;
      const text = isTitle
        ? `${heading(title)},External id\n"${cell}",1\n`
        : `${heading(title)},${heading(field)}\nSome title,"${cell}"\n`;
      const { job, plan } = await analyse({ [`${entity.plural}.csv`]: text });
      const strict = {
        ...plan,
        unresolved: plan.unresolved.map((value) => ({ ...value, decision: { use: value.value } })),
      };
      const ran = await call('import.run', { job, plan: strict });
      expect([name, field, ran.ok && ran.value.refused]).toEqual([name, field, 1]);
      const csv = await call('import.refusedRows', { job });
      expect(csv.split('\n')[0]).toContain('reason');
      expect(await call('records.count', { entity: name, where: everything })).toBe(0);
    }
  }
}, 30_000);
