import { defineEntity } from '../entity/define-entity.ts';
import { boolean, longText, money, text } from '../field/field.ts';

/** Something that is sold, at a list price. */
export const product = defineEntity({
  name: 'product',
  plural: 'products',
  label: 'Product',
  labelPlural: 'Products',
  aliases: ['item', 'items'],
  icon: 'Package',
  place: 'main',
  import: { isKnownByTitle: true },
  fields: {
    name: text({ required: true, search: true, index: true, importNames: ['product', 'product name', 'item'] }),
    series: text({ index: true, importNames: ['product line', 'family'] }),
    sku: text({ search: true, label: 'SKU', importNames: ['product code', 'article number'] }),
    price: money({ label: 'List price', importNames: ['sales price', 'unit price', 'price'] }),
    isActive: boolean({ label: 'Active', initial: true }),
    description: longText({ search: true }),
  },
  views: {
    title: 'name',
    list: ['name', 'series', 'sku', 'price', 'isActive'],
    sort: { field: 'name', direction: 'asc' },
    form: ['name', 'series', 'sku', 'price', 'isActive', 'description'],
  },
});
