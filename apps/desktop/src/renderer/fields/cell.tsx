import { type FieldDefinition, type FieldKind, type FieldValue, isMoney, type Page } from '@satchel/core';
import type { ReactNode } from 'react';
import { EntityIcon } from '../format/entity-icon.tsx';
import { choiceLabel, dateText, fieldNumberText, instantText, moneyText, phoneText } from '../format/values.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Chip } from '../ui/chip.tsx';

export interface CellProps {
  readonly field: FieldDefinition;
  readonly value: FieldValue | undefined;
  readonly titles: Page['titles'];
  readonly deleted: Page['deleted'];
  /** Names of icons by choice; default: a dot of a colour. */
  readonly icons?: Readonly<Record<string, string>>;
}

/** How a value of each kind is shown in one line. */
const cellByKind: Readonly<Record<FieldKind, (props: CellProps) => ReactNode>> = {
  text: plainCell,
  longText: plainCell,
  serial: ({ value }) =>
    typeof value === 'string' ? (
      value
    ) : (
      <span title="It gets its number once it is synchronised.">
        <Chip>Draft</Chip>
      </span>
    ),
  orderKey: plainCell,
  number: ({ field, value }) => (typeof value === 'number' ? fieldNumberText(field, value) : null),
  boolean: ({ value }) => (value === true ? 'Yes' : value === false ? 'No' : null),
  date: ({ value }) => (typeof value === 'string' ? dateText(value) : null),
  instant: ({ value }) => (typeof value === 'number' ? instantText(value) : null),
  money: ({ value }) => (isMoney(value) ? moneyText(value) : null),
  choice: ({ field, value, icons }) =>
    typeof value !== 'string' ? null : icons?.[value] === undefined ? (
      <Chip hueOf={value}>{choiceLabel(field, value)}</Chip>
    ) : (
      <Chip icon={<EntityIcon name={icons[value]} />}>{choiceLabel(field, value)}</Chip>
    ),
  reference: (props) => (typeof props.value === 'string' ? <Reference {...props} id={props.value} /> : null),
  references: (props) => (
    <span className="flex gap-1 overflow-hidden">
      {textsOf(props.value).map((id) => (
        <ReferenceChip key={id} {...props} id={id} />
      ))}
    </span>
  ),
  emails: ({ value }) => textsOf(value).join(', ') || null,
  phones: ({ value }) => textsOf(value).map(phoneText).join(', ') || null,
  url: ({ value }) => (typeof value === 'string' ? value.replace(/^https?:\/\//, '').replace(/\/$/, '') : null),
  json: () => null,
};

export const Cell = (props: CellProps): ReactNode => cellByKind[props.field.kind](props);

export const isNumericKind = (kind: FieldKind): boolean => kind === 'number' || kind === 'money';

export const textsOf = (value: FieldValue | undefined): readonly string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];

function plainCell({ value }: CellProps): ReactNode {
  return typeof value === 'string' ? value : null;
}

const targetOf = (field: FieldDefinition): string => ('target' in field ? field.target : '');

function Reference({ field, id, titles, deleted }: CellProps & { id: string }) {
  const target = targetOf(field);
  const title = titles[target]?.[id];
  if (title === undefined) return <span className="text-faint">Not available</span>;
  const isDeleted = deleted[target]?.includes(id) ?? false;
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      {target === 'member' && <Avatar name={title} />}
      <span className={isDeleted ? 'truncate text-faint line-through' : 'truncate'}>{title}</span>
    </span>
  );
}

function ReferenceChip({ field, id, titles, deleted }: CellProps & { id: string }) {
  const target = targetOf(field);
  const title = titles[target]?.[id] ?? 'Not available';
  return (
    <Chip hueOf={title} isStruck={deleted[target]?.includes(id) ?? false}>
      {title}
    </Chip>
  );
}
