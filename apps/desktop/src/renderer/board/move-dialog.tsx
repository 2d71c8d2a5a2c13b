/* oxlint-disable jsx-a11y/no-autofocus -- a dialog starts at its first answer */
import { type Entity, type FieldValue, type FieldValues, isEmptyValue, isMoney } from '@satchel/core';
import { useState } from 'react';
import { Editor } from '../fields/editor.tsx';
import { choiceLabel, fieldLabel } from '../format/values.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { canBeAnswered, type MoveQuestion } from './use-move.ts';

interface MoveDialogProps {
  readonly entity: Entity;
  readonly question: MoveQuestion;
  readonly onAnswer: (fields: FieldValues) => void;
  readonly onClose: () => void;
}

/**
 * Says why a card cannot go there and asks for what is missing: the fields that the refusals name, and with an end the
 * value or the reason that belongs to it. A refusal about the column itself can only be read.
 */
export function MoveDialog({ entity, question, onAnswer, onClose }: MoveDialogProps) {
  const { move, refusals, columnTitle } = question;
  const [values, setValues] = useState<FieldValues>({});
  const by = entity.views.board?.by;
  const named = refusals.map((refusal) => refusal.field).filter((name) => name !== undefined && name !== by);
  const canAnswer = by !== undefined && canBeAnswered(refusals, by);
  const current = (name: string): FieldValue => values[name] ?? question.fields[name] ?? move.record[name] ?? null;
  const status = values['status'] ?? question.fields['status'];
  const amount = current('amount');
  const asksAmount = status === 'won' && (named.includes('amount') || !isMoney(amount) || amount.minor <= 0);
  const isAmountTyped = values['amount'] !== undefined;
  const fields = [
    ...new Set([
      ...named.filter((name) => name !== undefined && name !== 'status'),
      ...(asksAmount || (status === 'won' && isAmountTyped) ? ['amount'] : []),
      ...(status === 'lost' && entity.fields['lostReason'] ? ['lostReason'] : []),
    ]),
  ].filter((name) => name !== undefined);
  const statusField = entity.fields['status'];
  const asksStatus = named.includes('status') && statusField?.kind === 'choice';
  const set = (name: string, value: FieldValue) => setValues((known) => ({ ...known, [name]: value }));
  return (
    <Dialog title={`Move to ${columnTitle}`} isOpen onClose={onClose} widthPx={440}>
      <form
        className="flex flex-col gap-3 p-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (canAnswer) onAnswer(values);
        }}
      >
        <ul role="alert" className="flex flex-col gap-1 text-soft">
          {refusals.map((refusal) => (
            <li key={refusal.code}>{refusal.message}</li>
          ))}
        </ul>
        {canAnswer && asksStatus && (
          <fieldset className="flex gap-2">
            <legend className="mb-1 text-label font-medium text-soft">How did it end?</legend>
            {statusField.choices
              .filter((choice) => choice !== 'open')
              .map((choice, index) => (
                <Button
                  key={choice}
                  look={status === choice ? 'primary' : 'plain'}
                  aria-pressed={status === choice}
                  autoFocus={index === 0}
                  onClick={() => set('status', choice)}
                >
                  {choiceLabel(statusField, choice)}
                </Button>
              ))}
          </fieldset>
        )}
        {canAnswer &&
          fields.map((name) => {
            const field = entity.fields[name];
            if (!field) return null;
            return (
              <div key={name} className="flex flex-col gap-1">
                <label htmlFor={`move-${name}`} className="text-label font-medium text-soft">
                  {fieldLabel(name, field)}
                </label>
                <Editor
                  id={`move-${name}`}
                  label={fieldLabel(name, field)}
                  field={field}
                  value={current(name)}
                  onChange={(value) => set(name, value)}
                />
              </div>
            );
          })}
        <div className="flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            {canAnswer ? 'Cancel' : 'Leave it where it is'}
          </Button>
          {canAnswer && (
            <Button
              type="submit"
              look="primary"
              disabled={Object.values(values).every((value) => isEmptyValue(value)) || (asksStatus && !status)}
            >
              Move
            </Button>
          )}
        </div>
      </form>
    </Dialog>
  );
}
