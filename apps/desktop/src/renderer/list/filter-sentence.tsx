import type { Entity } from '@satchel/core';
import { useTitles, useWorkspace } from '../data/queries.ts';
import { choiceLabel, dateText, fieldLabel, moneyText, wordsOf } from '../format/values.ts';
import { operatorWords, type Part } from './where-parts.ts';

/** A condition in words: "Amount is above $500.00". */
export function FilterSentence({ entity, part }: { entity: Entity; part: Part }) {
  const { condition } = part;
  const field = entity.fields[condition.field];
  const { currency } = useWorkspace();
  const raw = !('value' in condition) ? [] : Array.isArray(condition.value) ? condition.value : [condition.value];
  const values: readonly unknown[] = raw;
  const target = field && 'target' in field ? field.target : condition.field === 'id' ? entity.name : '';
  const ids = target === '' ? [] : values.filter((value) => typeof value === 'string');
  const titles = useTitles(target, ids).data;
  const words = values.map((value): string => {
    if (typeof value === 'object' && value !== null) {
      if ('me' in value) return 'me';
      if ('last' in value) return `the last ${String(value.last)} ${'unit' in value ? String(value.unit) : ''}s`;
      return 'next' in value ? `the next ${String(value.next)} ${'unit' in value ? String(value.unit) : ''}s` : '';
    }
    if (condition.op === 'within') return wordsOf(String(value)).toLowerCase();
    if (typeof value === 'boolean') return value ? 'yes' : 'no';
    if (typeof value === 'number')
      return field?.kind === 'money' ? moneyText({ minor: value, currency }) : String(value);
    if (target !== '') return titles?.[String(value)] ?? '…';
    if (field?.kind === 'choice') return choiceLabel(field, String(value));
    return field?.kind === 'date' || field?.kind === 'instant' ? dateText(String(value)) : String(value);
  });
  return (
    <span className="truncate">
      <span className="text-soft">
        {fieldLabel(condition.field, field)} {operatorWords(part, field)}
      </span>
      {words.length > 0 && <span className="font-medium"> {words.join(', ')}</span>}
    </span>
  );
}
