import { err, ok, type Result } from './result.ts';

export interface UrlError {
  readonly code: 'url-invalid';
  readonly message: string;
}

/**
 * A web address in its standard writing (WHATWG URL), http or https only, so that a click can never run a script. Adds
 * https:// where nothing stands, drops the slash of a bare host. Refuses a user name in it (it hides the real host) and
 * more than 2,048 characters.
 */
export function parseUrl(text: string): Result<string, UrlError> {
  const trimmed = text.trim();
  // A colon before digits is a port, not a scheme.
  const hasScheme = /^[a-z][a-z0-9+.-]*:(?!\d)/i.test(trimmed);
  const url = /\s/.test(trimmed) ? null : URL.parse(hasScheme ? trimmed : `https://${trimmed}`);
  const isWeb = url !== null && (url.protocol === 'https:' || url.protocol === 'http:');
  const hasHost = isWeb && (hasScheme || url.hostname.includes('.') || url.hostname === 'localhost');
  if (!hasHost || url.username !== '' || url.password !== '' || url.href.length > 2048) {
    const message = `"${trimmed.slice(0, 60)}" is not a web address: write it like https://example.com.`;
    return err({ code: 'url-invalid', message });
  }
  const isBare = url.pathname === '/' && url.search === '' && url.hash === '';
  return ok(isBare ? url.href.replace(/\/[?#]*$/, '') : url.href);
}

/**
 * What tells whose an address is: its host without `www.`, of other text the text in lower case; null while that is too
 * short to mean anything.
 */
export function siteOf(text: string): string | null {
  const url = parseUrl(text);
  const host = url.ok ? URL.parse(url.value)?.hostname.replace(/^www\./, '') : undefined;
  const site = host ?? text.trim().toLowerCase();
  return site.length < 4 ? null : site;
}

// A part of the language's platform everywhere, but not of its type library without a browser's or Node's.
declare const URL: {
  parse(text: string): {
    readonly href: string;
    readonly protocol: string;
    readonly username: string;
    readonly password: string;
    readonly hostname: string;
    readonly pathname: string;
    readonly search: string;
    readonly hash: string;
  } | null;
};
