import type { FieldValues, Intention } from '../change/change.ts';
import type { EntityRecord } from '../entity/record.ts';
import { elementsOf, isEmptyValue } from '../field/field.ts';
import type { RecordId } from '../id/uuid.ts';
import type { Money } from '../money/money.ts';

/** What the person chose when converting a lead. What is left out follows from the lead. */
export interface LeadConversionChoices {
  /** Ids for the records to make: UUIDs of version 7. */
  readonly newId: () => RecordId;
  /** The company, when it is known already. Default: a new one, if the lead names one. */
  readonly company?: RecordId;
  /** The person, when known already. Default: a new contact. */
  readonly contact?: RecordId;
  /** The deal to open, or `null` for none. Default title: the company's name, else the lead's. */
  readonly deal?: { readonly title?: string; readonly amount?: Money | null } | null;
}

export interface LeadConversion {
  /** To be committed as one change: all of it, or nothing. */
  readonly intentions: readonly Intention[];
  readonly company: RecordId | null;
  readonly contact: RecordId | null;
  readonly deal: RecordId | null;
}

/**
 * What converting a lead writes: a company and a contact where there are none yet, a deal, and their links on the lead,
 * all owned by the lead's owner. A lead that only names a company, without a person, a mail or a phone, gives no
 * contact. The lead's stage is not written here: it follows the deal by the lead's own rules.
 */
export function convertLead(lead: EntityRecord, choices: LeadConversionChoices): LeadConversion {
  const intentions: Intention[] = [];
  const make = (entity: string, fields: FieldValues): RecordId => {
    const id = choices.newId();
    intentions.push({ kind: 'create', entity, id, fields: { owner: lead.owner, tags: lead.tags ?? [], ...fields } });
    return id;
  };
  const emails = lead.emails ?? [];
  const phones = lead.phones ?? [];
  const companyName = lead.company ?? null;
  const leadName = lead.name ?? null;
  // A lead without a name of its own is called by its company, mail or phone: that is no person's name.
  const isOwnName = [companyName, ...elementsOf(emails), ...elementsOf(phones)].every((other) => other !== leadName);
  const name = isOwnName ? leadName : null;
  const isPerson = ![name, emails, phones].every(isEmptyValue);

  const company = choices.company ?? (companyName === null ? null : make('company', { name: companyName }));
  const contact = choices.contact ?? (isPerson ? make('contact', { name, emails, phones, company }) : null);
  const deal =
    choices.deal === null
      ? null
      : make('deal', {
          title: choices.deal?.title ?? companyName ?? leadName,
          amount: choices.deal?.amount ?? null,
          company,
          contacts: contact ? [contact] : [],
        });
  intentions.push({
    kind: 'update',
    entity: 'lead',
    id: lead.id,
    ...(lead.rev > 0 ? { base: lead.rev } : {}),
    fields: { ...(contact ? { contact } : {}), ...(deal ? { deal } : {}) },
  });
  return { intentions, company, contact, deal };
}
