import { defineEntity } from '../entity/define-entity.ts';
import { count, given } from '../entity/need.ts';
import { choice, emails, longText, phones, reference, references, text } from '../field/field.ts';
import { formatPhone } from '../phone.ts';

/** A person. Valid with a name, an e-mail address or a phone number alone. */
export const contact = defineEntity({
  name: 'contact',
  plural: 'contacts',
  label: 'Contact',
  labelPlural: 'Contacts',
  aliases: ['person', 'people'],
  icon: 'UserRound',
  place: 'main',
  import: {
    knownBy: [{ field: 'emails' }, { field: 'phones', isShared: true }],
    titleParts: ['firstName', 'lastName'],
  },
  fields: {
    name: text({ search: true, index: true, importNames: ['full name', 'contact', 'contact name'] }),
    firstName: text({ label: 'First name', importNames: ['first name', 'given name', 'forename'] }),
    lastName: text({ label: 'Last name', importNames: ['last name', 'family name', 'surname'] }),
    emails: emails({ search: true, label: 'E-mail', importNames: ['email', 'e-mail', 'email address', 'mail'] }),
    phones: phones({ search: true, label: 'Phone', importNames: ['phone', 'phone number', 'mobile', 'telephone'] }),
    company: reference('company', {
      backLabel: 'Contacts',
      importNames: ['account', 'organization', 'company name', 'employer'],
    }),
    jobTitle: text({ label: 'Job title', importNames: ['title', 'position', 'role'] }),
    lifecycle: choice(['lead', 'prospect', 'customer', 'former'], {
      index: true,
      choiceLabels: { lead: 'Lead', prospect: 'Prospect', customer: 'Customer', former: 'Former customer' },
    }),
    tags: references('tag'),
    notes: longText({ label: 'About', search: true }),
  },
  needs: ({ after, isDelete }) => ({
    activeDeals: isDelete
      ? count('deal', {
          and: [
            { field: 'contacts', op: 'eq', value: after.id },
            { field: 'status', op: 'eq', value: 'open' },
          ],
        })
      : given(0),
  }),
  settle: ({ after, changed }) => {
    const full = [after.firstName, after.lastName].filter((part) => part !== null).join(' ');
    const isGivenAnew = changed.has('firstName') || changed.has('lastName');
    // A name typed whole stays as it was typed until its parts are given.
    if (full !== '' && (after.name === null || (isGivenAnew && !changed.has('name')))) return { name: full };
    const [email] = after.emails;
    const [phone] = after.phones;
    return { name: after.name ?? email ?? (phone === undefined ? null : formatPhone(phone)) };
  },
  rules: [
    {
      code: 'contact-needs-something',
      field: 'name',
      message: 'Give a name, an e-mail address or a phone number.',
      holds: ({ after }) => after.name !== null,
    },
    {
      code: 'contact-has-active-deals',
      message: 'This contact has active deals. Close them or give them another contact first.',
      on: 'delete',
      holds: ({ facts }) => facts.activeDeals === 0,
    },
  ],
  views: {
    title: 'name',
    list: ['name', 'emails', 'phones', 'company', 'jobTitle', 'lifecycle', 'owner', 'tags', 'createdAt'],
    sort: { field: 'createdAt', direction: 'desc' },
    form: ['firstName', 'lastName', 'emails', 'phones', 'company', 'jobTitle', 'lifecycle', 'owner', 'tags', 'notes'],
  },
});
