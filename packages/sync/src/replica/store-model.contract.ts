import {
  createModel,
  defineEntity,
  emails,
  type Model,
  money,
  number,
  orderKey,
  phones,
  reference,
  references,
  text,
} from '@satchel/core';

const member = defineEntity({
  name: 'member',
  plural: 'members',
  label: 'Member',
  labelPlural: 'Members',
  place: 'settings',
  fields: { name: text({ required: true, search: true }) },
  views: { title: 'name', list: ['name'], form: ['name'] },
});

const card = defineEntity({
  name: 'card',
  plural: 'cards',
  label: 'Card',
  labelPlural: 'Cards',
  place: 'main',
  fields: {
    name: text({ search: true, index: true }),
    size: number(),
    price: money(),
    place: orderKey(),
    parent: reference('card'),
    friends: references('card'),
    mails: emails({ search: true }),
    numbers: phones({ search: true }),
  },
  views: { title: 'name', list: ['name'], form: ['name'] },
});

/** The model that the contract's stores are made for; by itself, since threads of such stores load it, too. */
export const contractModel: Model = createModel([member, card]);
