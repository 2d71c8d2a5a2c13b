import { coreModel } from '@satchel/core';
import { expect, test } from 'vitest';
import { expectGolden } from '../test/golden.ts';
import { accountObjects } from './postgres/accounts/account-tables.ts';
import { postgresObjects, postgresSchema } from './postgres/schema.ts';
import { sqliteSchema } from './sqlite/schema.ts';
import { tableShapes } from './table-shape.ts';

const script = (statements: readonly string[]) => statements.map((statement) => `${statement};\n`).join('\n');

test('the tables of every entity in SQLite', () => {
  expectGolden('schema.sqlite.sql', script(sqliteSchema(coreModel).map((object) => object.sql)));
});

test('the tables of every entity in PostgreSQL', () => {
  expectGolden('schema.postgres.sql', script(postgresSchema(coreModel)));
});

test('[S3-23/S] every key and index of a tenant’s tables in PostgreSQL begins with the tenant, and none refers to another table', () => {
  const accounts = new Set(accountObjects);
  const statements = postgresObjects(coreModel).flatMap((object) => (accounts.has(object) ? [] : object.up));
  const keys = statements.flatMap((statement) => {
    const index = /^CREATE INDEX \S+ ON \S+ \("(\w+)"/.exec(statement)?.[1];
    const primary = /PRIMARY KEY \("(\w+)"/.exec(statement)?.[1];
    return [index, primary].filter((name) => name !== undefined);
  });
  expect(new Set(keys)).toEqual(new Set(['tenant_id']));
  expect(statements.filter((statement) => /\b(?:REFERENCES|FOREIGN KEY)\b/.test(statement))).toEqual([]);
});

test('names of tables and indexes are short enough for PostgreSQL and never meet', () => {
  const names = tableShapes(coreModel).flatMap((shape) => [
    shape.table,
    ...shape.indexes.map((index) => index.name),
    ...shape.fields.flatMap((field) => field.listTable ?? []),
  ]);
  expect(names.filter((name) => name.length > 63)).toEqual([]);
  expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
});
