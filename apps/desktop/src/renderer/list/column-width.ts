import type { FieldDefinition, FieldKind } from '@satchel/core';

const widthByKind: Readonly<Record<FieldKind, number>> = {
  text: 160,
  longText: 240,
  number: 112,
  boolean: 88,
  date: 120,
  instant: 176,
  money: 152,
  choice: 128,
  reference: 168,
  references: 184,
  emails: 216,
  phones: 160,
  url: 184,
  orderKey: 80,
  serial: 104,
  json: 120,
};

export const columnWidth = (field: FieldDefinition | undefined, isTitle: boolean): number =>
  isTitle ? (innerWidth < 640 ? 168 : 264) : field ? widthByKind[field.kind] : 120;
