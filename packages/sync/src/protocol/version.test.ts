import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { clientMessage, serverMessage } from './messages.ts';
import { oldestProtocolVersion, protocolHistory, protocolVersion } from './version.ts';

const schemas = z.toJSONSchema(z.object({ clientMessage, serverMessage }), { io: 'input', unrepresentable: 'any' });

test('the messages are those that the history of versions names last', () => {
  const hash = createHash('sha256').update(JSON.stringify(schemas)).digest('hex').slice(0, 16);
  // Changed on purpose? A new line in the history; a new version unless messages only grew.
  expect(protocolHistory.at(-1)).toMatchObject({ version: protocolVersion, hash });
});

test('versions only grow, and the oldest that is understood is one of them', () => {
  const versions = protocolHistory.map(({ version }) => version);
  expect(versions).toEqual(versions.toSorted((a, b) => a - b));
  expect(versions).toContain(oldestProtocolVersion);
  expect(new Set(protocolHistory.map(({ hash }) => hash)).size).toBe(protocolHistory.length);
});
