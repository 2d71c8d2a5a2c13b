import { type EntityRecord, elementsOf, type FieldValue, type Intention, type RecordId, uuidV8 } from '@satchel/core';
import type { Device } from './device.ts';
import type { SeededRandom } from './random.ts';

const names = ['Ada', 'Bo', 'Cyd', 'Dov', 'Eve', 'Fay'];

const marksMade = new WeakMap<Device, number>();

/** A word that stands nowhere else: by it a byte on a disk is known again. */
function mark(device: Device): string {
  const count = (marksMade.get(device) ?? 0) + 1;
  marksMade.set(device, count);
  return `q${uuidV8([device.name, String(count)]).slice(-12)}`;
}

/** Every such word. */
export const markPattern: RegExp = /q[0-9a-f]{12}/g;

/** Something that a person does on a device: one change, made up from what the device shows. Null: nothing to do. */
export function randomChange(device: Device, random: SeededRandom): readonly Intention[] | null {
  // Amount, stage and status of one deal are where two edits make a record that breaks a rule.
  const kind = random.chance(0.2) ? 7 + random.below(3) : random.below(32);
  const any = (entity: string): EntityRecord | undefined => {
    const ids = device.disk.ids(entity).toSorted();
    // Some records are what everybody works on: there edits meet.
    const id = random.pick(random.chance(0.6) ? ids.slice(0, 3) : ids);
    return (id === undefined ? null : device.disk.record(entity, id)) ?? undefined;
  };
  const idOf = (entity: string): RecordId | null => any(entity)?.id ?? null;
  const name = (): string => `${random.pick(names)} ${random.below(100)} ${mark(device)}`;
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

  const amount = { minor: random.below(3) * 100, currency: 'USD' };

  switch (kind) {
    case 0:
      return [create('company', { name: name() })];
    case 1:
      return [create('contact', { name: name(), company: idOf('company'), emails: [`a${random.below(9)}@b.example`] })];
    case 2:
      return [create('deal', { title: name(), company: idOf('company'), contacts: listOf(idOf('contact')), amount })];
    case 3:
      return [create('note', { body: name(), deal: idOf('deal') })];
    case 4: {
      const contact = any('contact');
      const emails = [...((contact?.emails as readonly string[] | undefined) ?? [])];
      if (random.chance(0.5)) emails.push(`c${random.below(9)}@${mark(device)}.example`);
      else emails.splice(random.below(emails.length + 1), 1);
      return update('contact', contact, { emails: [...new Set(emails)] });
    }
    case 5:
      return update('company', any('company'), { name: name() });
    case 6:
      // As the app of the version before calls it.
      return update('contact', any('contact'), { [device.model.schema < 2 ? 'position' : 'jobTitle']: name() });
    case 7:
      return update('deal', any('deal'), { amount });
    case 8: {
      const deal = any('deal');
      const stages = device.store
        .ids('stage')
        .flatMap((id) => device.disk.record('stage', id) ?? [])
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
    case 17:
      return [create('lead', { name: name(), assignmentRule: random.chance(0.5) ? idOf('assignmentRule') : null })];
    case 18: {
      const lead = any('lead');
      return update('lead', lead, random.chance(0.5) ? { name: name() } : { company: name() });
    }
    case 12: {
      const [deal, company] = [any('deal'), any('company')];
      if (!deal || !company) return null;
      return [
        { kind: 'update', entity: 'deal', id: deal.id, fields: { title: name() } },
        { kind: 'update', entity: 'company', id: company.id, fields: { name: name() } },
      ];
    }
    case 13:
      return random.chance(0.3)
        ? [create('team', { name: name() })]
        : [create('deal', { title: name(), company: idOf('company'), team: idOf('team') })];
    case 14: {
      const entity = random.pick(['deal', 'deal', 'company', 'contact', 'note']) ?? 'deal';
      return update(entity, any(entity), { team: random.chance(0.8) ? idOf('team') : null });
    }
    case 15: {
      const member = any('member');
      const [teams, team] = [elementsOf(member?.['teams']), idOf('team')];
      if (random.chance(0.1) && team !== null) return [{ kind: 'delete', entity: 'team', id: team }];
      const next = team !== null && !teams.includes(team) ? [...teams, team] : teams.filter((one) => one !== team);
      return update('member', member, { teams: next });
    }
    case 19:
    case 20: {
      const entity = random.pick(['deal', 'deal', 'company', 'note']) ?? 'deal';
      const record = idOf(entity);
      if (record === null) return null;
      const whom = random.chance(0.6) ? { withMember: idOf('member') } : { withTeam: idOf('team') };
      const shared = create('share', { entity, record, ...whom, right: random.pick(['read', 'write']) ?? 'read' });
      // What is shared in the change that makes it.
      if (random.chance(0.8)) return [shared];
      const made = create('deal', { title: name() });
      return [made, create('share', { entity: 'deal', record: made.id, ...whom })];
    }
    case 21: {
      const share = any('share');
      if (!share) return null;
      if (random.chance(0.3)) return update('share', share, { right: share['right'] === 'read' ? 'write' : 'read' });
      return [{ kind: share.deletedAt === null ? 'delete' : 'restore', entity: 'share', id: share.id }];
    }
    case 22:
      return random.chance(0.5)
        ? update('company', any('company'), { city: name() })
        : update('deal', any('deal'), { description: name(), expectedClose: `2026-0${1 + random.below(9)}-01` });
    case 23: {
      // A form that gives everything back as it showed it, with one edit.
      const deal = any('deal');
      const [company, contacts] = [deal?.['company'] ?? null, elementsOf(deal?.['contacts'])];
      return update('deal', deal, { company, contacts, title: name() });
    }
    case 24: {
      // Defined by somebody on some device, before or after others use it.
      const defined = random.pick([
        { key: 'budget', kind: 'number' },
        { key: 'code', kind: 'text' },
      ]);
      return [create('fieldDefinition', { entity: 'company', label: 'Defined', ...defined })];
    }
    case 25: {
      const value = random.pick([random.below(9), name(), null]) ?? null;
      return update('company', any('company'), { [random.pick(['custom.budget', 'custom.code']) ?? '']: value });
    }
    case 16: {
      // What belongs together over several levels, moved and written to at once.
      const [contact, call] = [idOf('contact'), idOf('call')];
      if (contact === null) return null;
      const part = random.below(4);
      if (part === 0) return [create('call', { contact, lead: idOf('lead') })];
      const talk = create('conversation', { contact, call, transcript: name() });
      if (part === 1) return [talk];
      const owner = update('lead', any('lead'), { owner: idOf('member') }) ?? [];
      return [...(update('conversation', any('conversation'), { call, transcript: name() }) ?? []), talk, ...owner];
    }
    default: {
      const [member, deal] = [any('member'), any('deal')];
      // What two devices do to one deal is where rules of the whole record count.
      if (random.chance(0.3)) return update('deal', deal, { status: deal?.['status'] === 'open' ? 'won' : 'open' });
      if (random.chance(0.9)) return update('member', member, { role: random.pick(roleNames) ?? 'member' });
      return update('member', member, { isActive: random.chance(0.5) });
    }
  }
}

/** The roles that see all and those that see their own, about as often. */
const roleNames = ['admin', 'manager', 'member', 'member'];
const listOf = (id: RecordId | null): readonly RecordId[] => (id === null ? [] : [id]);
