import { isMoney, moneyToDecimal, parseAmount } from '@satchel/core';
import { useState } from 'react';
import { useStatus } from '../data/queries.ts';
import { controlProps, type EditorProps } from './editor-props.ts';

const common = ['USD', 'EUR', 'GBP', 'CHF', 'JPY', 'CAD', 'AUD', 'CNY', 'INR', 'SEK', 'NOK', 'DKK', 'PLN', 'BRL'];

export function MoneyEditor(props: EditorProps) {
  const { value, onChange, label } = props;
  const workspace = useStatus().data;
  const [text, setText] = useState(isMoney(value) ? moneyToDecimal(value) : '');
  const [currency, setCurrency] = useState(isMoney(value) ? value.currency : (workspace?.currency ?? 'USD'));
  const report = (nextText: string, nextCurrency: string) => {
    if (nextText.trim() === '') return onChange(null);
    const amount = parseAmount(nextText, { currency: nextCurrency, decimal: 'auto' });
    if (amount.ok) setCurrency(amount.value.currency);
    // What is no amount travels as text: the backend answers what is wrong with it.
    onChange(amount.ok ? amount.value : nextText);
  };
  const choices = common.includes(currency) ? common : [currency, ...common];
  return (
    <div className="flex w-full gap-1">
      <input
        {...controlProps(props)}
        className="control min-w-0 text-right"
        inputMode="decimal"
        autoComplete="off"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          report(event.target.value, currency);
        }}
      />
      <select
        aria-label={`${label}: currency`}
        className="control w-18! shrink-0"
        value={currency}
        onChange={(event) => {
          setCurrency(event.target.value);
          report(text, event.target.value);
        }}
      >
        {choices.map((code) => (
          <option key={code}>{code}</option>
        ))}
      </select>
    </div>
  );
}
