import { coreModel, type EntityRecord, type FieldValue, type Intention, type RecordId } from '@satchel/core';
import type { Device } from './device.ts';
import type { SeededRandom } from './random.ts';

const names = ['Ada', 'Bo', 'Cyd', 'Dov', 'Eve', 'Fay'];

/** Something that a person does on a device: one change, made up from what the device shows. Null: nothing to do. */
export function randomChange(device: Device, random: SeededRandom): readonly Intention[] | null {
  const kind = random.below(14);
  const any = (entity: string): EntityRecord | undefined => {
    const ids = device.store.ids(entity).toSorted();
    const id = random.pick(ids);
    return (id === undefined ? null : device.store.record(entity, id)) ?? undefined;
  };
  const idOf = (entity: string): RecordId | null => any(entity)?.id ?? null;
  const name = (): string => `${random.pick(names)} ${random.below(100)}`;
  const create = (entity: string, fields: Readonly<Record<string, FieldValue>>): Intention => ({
    kind: 'create',
    entity,
    id: device.newId(),
    fields,
  });
  const update = (
    entity: string,
    record: EntityRecord | undefined,
    fields: Readonly<Record<string, FieldValue>>,
  ): readonly Intention[] | null => (record ? [{ kind: 'update', entity, id: record.id, fields }] : null);

  switch (kind) {
    case 0:
      return [create('company', { name: name() })];
    case 1:
      return [create('contact', { name: name(), company: idOf('company'), emails: [`a${random.below(9)}@b.example`] })];
    case 2:
      return [create('deal', { title: name(), company: idOf('company'), contacts: listOf(idOf('contact')) })];
    case 3:
      return [create('note', { body: name(), deal: idOf('deal') })];
    case 4: {
      const contact = any('contact');
      const emails = [...((contact?.emails as readonly string[] | undefined) ?? [])];
      if (random.chance(0.5)) emails.push(`c${random.below(9)}@d.example`);
      else emails.splice(random.below(emails.length + 1), 1);
      return update('contact', contact, { emails: [...new Set(emails)] });
    }
    case 5:
      return update('company', any('company'), { name: name() });
    case 6:
      return update('contact', any('contact'), { jobTitle: name() });
    case 7:
      return update('deal', any('deal'), { amount: { minor: random.below(1000), currency: 'USD' } });
    case 8: {
      const deal = any('deal');
      const stages = device.store
        .ids('stage')
        .flatMap((id) => device.store.record('stage', id) ?? [])
        .filter((stage) => stage['pipeline'] === deal?.['pipeline']);
      const stage = random.pick(stages);
      return update('deal', deal, { stage: stage?.id ?? null });
    }
    case 9:
      return update('deal', any('deal'), { status: random.pick(['open', 'won', 'lost']) ?? null });
    case 10:
      return update('deal', any('deal'), { owner: idOf('member') });
    case 11: {
      const entity = random.pick(['company', 'contact', 'deal', 'note']) ?? 'deal';
      const record = any(entity);
      if (!record) return null;
      return [{ kind: record.deletedAt === null ? 'delete' : 'restore', entity, id: record.id }];
    }
    case 12: {
      const [deal, company] = [any('deal'), any('company')];
      if (!deal || !company) return null;
      return [
        { kind: 'update', entity: 'deal', id: deal.id, fields: { title: name() } },
        { kind: 'update', entity: 'company', id: company.id, fields: { name: name() } },
      ];
    }
    default: {
      const member = any('member');
      if (random.chance(0.7)) return update('member', member, { role: random.pick(roleNames) ?? 'member' });
      return update('member', member, { isActive: random.chance(0.5) });
    }
  }
}

const roleNames = ['owner', 'admin', 'manager', 'member'];
const listOf = (id: RecordId | null): readonly RecordId[] => (id === null ? [] : [id]);

export const simulatedEntities: readonly string[] = coreModel.entities.map(({ name }) => name);
