import { defineEntity } from '../entity/define-entity.ts';
import { load } from '../entity/need.ts';
import { money, number, orderKey, reference, text } from '../field/field.ts';
import { product } from './product.ts';

/** One product of a deal, in a quantity and at a price of its own. */
export const dealLine = defineEntity({
  name: 'dealLine',
  plural: 'dealLines',
  label: 'Deal line',
  labelPlural: 'Deal lines',
  icon: 'ListPlus',
  place: 'part',
  visibleWith: ['deal'],
  fields: {
    name: text({ required: true }),
    deal: reference('deal', { required: true, backLabel: 'Lines' }),
    product: reference('product'),
    quantity: number({ required: true, min: 0, initial: 1 }),
    price: money({ label: 'Unit price' }),
    position: orderKey(),
  },
  needs: ({ after }) => ({ product: load(product, after.product) }),
  settle: ({ after, facts }) => ({
    name: after.name ?? facts.product?.name ?? null,
    price: after.price ?? facts.product?.price ?? null,
  }),
  indexes: [['deal', 'position']],
  views: {
    title: 'name',
    list: ['name', 'deal', 'product', 'quantity', 'price'],
    form: ['deal', 'product', 'name', 'quantity', 'price'],
  },
});
