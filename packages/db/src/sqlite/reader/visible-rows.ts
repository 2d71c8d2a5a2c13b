import { type Reach, resolveWhere, type Where } from '@satchel/core';
import { sql } from 'kysely';
import type { Asker } from '../../queries.ts';
import { tableShape } from '../../table-shape.ts';
import { type Condition, column, whereToSql } from '../../where-to-sql.ts';
import { sqliteDialect } from '../dialect.ts';

/** What a reach lets through, as a condition on `t`; null: everything. */
export function visibleRows(reach: Reach | 'all' | null, asker: Asker): Condition | null {
  if (reach === 'all') return null;
  return reach === null ? sql`0` : reached(reach, asker);
}

function reached({ entity, own, shares, parents }: Reach, asker: Asker): Condition {
  const ways: Condition[] = [condition(own, entity, asker)];
  if (shares) {
    const { table } = tableShape(shares.entity);
    ways.push(
      sql`t."id" IN (SELECT t.${sql.ref(shares.record)} FROM ${sql.table(table)} AS t WHERE t."deletedAt" IS NULL AND ${condition(shares.where, shares.entity, asker)})`,
    );
  }
  for (const { field, reach } of parents) {
    const { table } = tableShape(reach.entity);
    // The inner `t` is the parent.
    ways.push(sql`${column(field)} IN (SELECT t."id" FROM ${sql.table(table)} AS t WHERE ${reached(reach, asker)})`);
  }
  return sql`(${sql.join(ways, sql` OR `)})`;
}

function condition(where: Where, entity: Reach['entity'], asker: Asker): Condition {
  const resolved = resolveWhere(where, entity, asker);
  if (!resolved.ok) throw new Error(`What may be read of ${entity.plural} is no filter: ${resolved.error.message}`);
  return whereToSql(resolved.value, tableShape(entity), sqliteDialect);
}
