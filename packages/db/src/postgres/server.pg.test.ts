import pg from 'pg';
import { expect, test } from 'vitest';
import { createDatabase } from '../../test/postgres-database.ts';

test('a test file gets a database of its own that sorts by code points', async () => {
  const database = await createDatabase();
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    const result = await client.query<{ word: string }>(
      "SELECT word FROM (VALUES ('b'), ('ä'), ('B')) v(word) ORDER BY word",
    );
    expect(result.rows.map((row) => row.word)).toEqual(['B', 'b', 'ä']);
  } finally {
    await client.end();
    await database.drop();
  }
});
