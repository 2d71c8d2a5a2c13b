import type { FieldDefinition, FieldKind } from '@satchel/core';
import type { ReactNode } from 'react';
import { BooleanEditor } from './boolean-editor.tsx';
import { ChoiceEditor } from './choice-editor.tsx';
import { DateEditor, InstantEditor } from './date-editor.tsx';
import type { EditorProps } from './editor-props.ts';
import { ListEditor } from './list-editor.tsx';
import { LongTextEditor } from './long-text-editor.tsx';
import { MoneyEditor } from './money-editor.tsx';
import { NumberEditor } from './number-editor.tsx';
import { ReferenceEditor } from './reference-editor.tsx';
import { ReferencesEditor } from './references-editor.tsx';
import { TextEditor } from './text-editor.tsx';

const editorByKind: Readonly<Record<FieldKind, (props: EditorProps) => ReactNode>> = {
  text: (props) => <TextEditor {...props} />,
  longText: (props) => <LongTextEditor {...props} />,
  number: (props) => <NumberEditor {...props} />,
  boolean: (props) => <BooleanEditor {...props} />,
  date: (props) => <DateEditor {...props} />,
  instant: (props) => <InstantEditor {...props} />,
  money: (props) => <MoneyEditor {...props} />,
  choice: (props) => <ChoiceEditor {...props} />,
  reference: (props) => <ReferenceEditor {...props} />,
  references: (props) => <ReferencesEditor {...props} />,
  emails: (props) => <ListEditor {...props} />,
  phones: (props) => <ListEditor {...props} />,
  url: (props) => <TextEditor {...props} />,
  serial: () => null,
  orderKey: () => null,
  json: () => null,
};

export const Editor = (props: EditorProps): ReactNode => editorByKind[props.field.kind](props);

export const isEditable = (field: FieldDefinition | undefined): boolean =>
  field !== undefined &&
  field.readOnly !== true &&
  field.hidden !== true &&
  field.kind !== 'serial' &&
  field.kind !== 'json' &&
  field.kind !== 'orderKey';
