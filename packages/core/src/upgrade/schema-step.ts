import type { FieldValues } from '../change/change.ts';
import type { FieldValue } from '../field/field.ts';

/** What one version of the model did to fields that the version before had. What it only added is not said. */
export type FieldStep =
  | { readonly kind: 'renamed'; readonly entity: string; readonly field: string; readonly to: string }
  /** One field became several; pure, and given only values that the field had. */
  | {
      readonly kind: 'split';
      readonly entity: string;
      readonly field: string;
      readonly into: readonly string[];
      readonly values: (value: FieldValue) => FieldValues;
    }
  /** Choices that became others; what is not named stays. */
  | {
      readonly kind: 'choices';
      readonly entity: string;
      readonly field: string;
      readonly choices: Readonly<Record<string, string>>;
    };

/** From one version of the model to the next. Steps stay for ever: changes of any age are waiting somewhere. */
export interface SchemaStep {
  /** The version that it leads to: the first step leads to 2. */
  readonly to: number;
  /** None: fields or choices were only added. */
  readonly fields: readonly FieldStep[];
}
