import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serverRequests } from './server-requests.ts';

// Made for these tests: nothing else trusts them.
const file = (name: string): string =>
  readFileSync(join(import.meta.dirname, '../../../test/certificates', name), 'utf8');

let trusted: string[];
beforeAll(() => {
  trusted = getCACertificates('default');
  setDefaultCACertificates([...trusted, file('authority.crt')]);
});
afterAll(() => setDefaultCACertificates(trusted));

/** What somebody is told who signs in to a server that shows this certificate, and whether it heard anything of them. */
async function signIn(certificate: string): Promise<readonly [string, boolean]> {
  let hasHeard = false;
  const server = createServer({ cert: file(certificate), key: file('test.key') }, (_request, response) => {
    hasHeard = true;
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const answer = await serverRequests(`https://localhost:${port}`).logIn('ada@a.example', 'correct horse battery');
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  return [answer.ok ? '' : (answer.error[0]?.message ?? ''), hasHeard];
}

test.each([
  ['self-signed.crt', 'This server shows a certificate that nobody vouches for.'],
  ['expired.crt', 'The certificate of this server has expired.'],
  ['other-name.crt', 'The certificate belongs to another server than this address names.'],
])('a server that shows %s hears nothing, and why is told in a sentence', async (certificate, sentence) => {
  expect(await signIn(certificate)).toEqual([expect.stringContaining(sentence), false]);
});

test('one that is vouched for is spoken to', async () => {
  expect(await signIn('trusted.crt')).toEqual(['There is no Satchel server at this address.', true]);
});
