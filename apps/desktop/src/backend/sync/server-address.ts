import { err, ok, type Refusal, type Result } from '@satchel/core';

/** Where a server is: for requests, and for the socket. Without a slash at the end. */
export interface ServerAddress {
  readonly http: string;
  readonly socket: string;
}

const thisMachine: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Reads what somebody typed. Passwords and customers' data leave this machine encrypted or not at all. */
export function parseServerAddress(text: string): Result<ServerAddress, Refusal> {
  const written = text
    .trim()
    .replace(/\/+$/, '')
    // The socket's own address is that of its server.
    .replace(/^ws(s?:\/\/.*?)(\/sync)?$/i, 'http$1');
  const isBare = !/^[a-z][a-z0-9+.-]*:\/\//i.test(written);
  const url = URL.parse(isBare ? `${isLocal(written) ? 'http' : 'https'}://${written}` : written);
  if (written === '' || !url || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    return err(refusal('Give the address of a server, such as https://crm.example.com.'));
  }
  if (url.protocol === 'http:' && !thisMachine.has(url.hostname)) {
    return err(refusal('This address is not encrypted. Use https:// for every server that is not on this machine.'));
  }
  const http = `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
  return ok({ http, socket: `${http.replace(/^http/, 'ws')}/sync` });
}

const isLocal = (text: string): boolean => thisMachine.has(text.replace(/[:/]\d*.*$/, ''));

const refusal = (message: string): Refusal => ({ code: 'server-address', field: 'address', message });
