import type { Where } from '@satchel/core';
import { ChartColumn, Table2 } from 'lucide-react';
import { useState } from 'react';
import { BarChart, Bar as RechartsBar, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { Link, useLocation } from 'wouter';
import { entityNamed } from '../data/model.ts';
import { filteredPath } from '../list/list-state.ts';
import { Button } from '../ui/button.tsx';
import { Loading } from '../ui/loading.tsx';

export interface Bar {
  readonly key: string;
  readonly label: string;
  readonly value: number;
  /** The records behind it. */
  readonly where: Where;
}

interface ChartCardProps {
  readonly title: string;
  readonly heading: string;
  readonly measure: string;
  readonly bars: readonly Bar[] | undefined;
  readonly format: (value: number, isCompact: boolean) => string;
  readonly isLying?: boolean;
  /** What the bars count. */
  readonly entity: string;
}

const tick = { fill: 'var(--faint)', fontSize: 12 };

/** Bars that lead to the list behind them, and the same as a table. */
export function ChartCard({ title, heading, measure, bars, format, isLying = false, entity: name }: ChartCardProps) {
  const [isTable, setTable] = useState(false);
  const [, navigate] = useLocation();
  const entity = entityNamed(name);
  const pathOf = (bar: Bar): string => (entity ? filteredPath(entity, bar.where) : '/');
  const height = isLying ? Math.max(220, (bars?.length ?? 0) * 28 + 32) : 240;
  const values = (
    <XAxis type="number" tick={tick} axisLine={false} tickLine={false} tickFormatter={(v: number) => format(v, true)} />
  );
  return (
    <section aria-label={title} className="card flex min-w-0 flex-col">
      <header className="flex items-center justify-between gap-2 px-4 pt-3">
        <h2>{title}</h2>
        <Button look="quiet" aria-pressed={isTable} onClick={() => setTable(!isTable)}>
          {isTable ? <ChartColumn aria-hidden /> : <Table2 aria-hidden />}
          {isTable ? 'As chart' : 'As table'}
        </Button>
      </header>
      {!bars ? (
        <Loading />
      ) : bars.length === 0 ? (
        <p className="flex h-48 items-center justify-center text-faint">Nothing to show for these dates.</p>
      ) : isTable ? (
        <div className="overflow-x-auto p-4">
          <table className="w-full text-left">
            <caption className="sr-only">{title}</caption>
            <thead className="text-label text-soft">
              <tr className="border-b">
                <th scope="col" className="py-1 font-medium">
                  {heading}
                </th>
                <th scope="col" className="py-1 text-right font-medium">
                  {measure}
                </th>
              </tr>
            </thead>
            <tbody>
              {bars.map((bar) => (
                <tr key={bar.key} className="border-b last:border-0">
                  <td className="py-1">
                    <Link href={pathOf(bar)} className="hover:underline">
                      {bar.label}
                    </Link>
                  </td>
                  <td className="py-1 text-right">{format(bar.value, false)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : (
        <div aria-hidden className="p-3">
          <ResponsiveContainer width="100%" height={height}>
            <BarChart
              data={bars.map(({ key, label, value }) => ({ key, label, value }))}
              layout={isLying ? 'vertical' : 'horizontal'}
              margin={{ top: 4, right: 16, bottom: 0, left: 0 }}
              accessibilityLayer={false}
            >
              {isLying ? (
                values
              ) : (
                <XAxis dataKey="label" tick={tick} axisLine={false} tickLine={false} minTickGap={16} />
              )}
              {isLying ? (
                <YAxis type="category" dataKey="label" width={128} tick={tick} axisLine={false} tickLine={false} />
              ) : (
                <YAxis
                  width={56}
                  tick={tick}
                  axisLine={false}
                  tickLine={false}
                  tickFormatter={(value: number) => format(value, true)}
                />
              )}
              <Tooltip
                cursor={{ fill: 'var(--hover)' }}
                isAnimationActive={false}
                formatter={(value) => [format(Number(value), false), measure]}
                contentStyle={{ background: 'var(--raised)', border: '1px solid var(--line)', borderRadius: 6 }}
                itemStyle={{ color: 'var(--ink)' }}
                labelStyle={{ color: 'var(--soft)' }}
              />
              <RechartsBar
                dataKey="value"
                fill="var(--accent)"
                radius={isLying ? [0, 3, 3, 0] : [3, 3, 0, 0]}
                maxBarSize={28}
                isAnimationActive={false}
                cursor="pointer"
                onClick={(_, index) => {
                  const bar = bars[index];
                  if (bar) navigate(pathOf(bar));
                }}
              />
            </BarChart>
          </ResponsiveContainer>
        </div>
      )}
    </section>
  );
}
