import { contentSecurityPolicy, contentTypeByExtension } from './page-policy.ts';

/** A file of the built window. */
export interface PageFile {
  /** Below the window's folder, with `/`; it never leads out of it. */
  readonly path: string;
  readonly contentType: string;
  /** Its name changes with its content. */
  readonly isImmutable: boolean;
}

/**
 * The file that a path of the page's address stands for, whichever host serves it: an asset, or the page itself for
 * every other path, since the page does its own routing. Undefined for what is not handed out.
 */
export function pageFile(pathname: string): PageFile | undefined {
  const path = decoded(pathname);
  if (path === undefined || !path.startsWith('/') || /[\0\\]/.test(path)) return undefined;
  const parts = path.slice(1).split('/');
  if (parts.some((part) => part === '..' || part === '.')) return undefined;
  const extension = /\.\w+$/.exec(parts.at(-1) ?? '')?.[0] ?? '.html';
  const contentType = contentTypeByExtension[extension];
  if (contentType === undefined) return undefined;
  if (extension === '.html') return { path: 'index.html', contentType, isImmutable: false };
  return parts.includes('') ? undefined : { path: parts.join('/'), contentType, isImmutable: parts[0] === 'assets' };
}

/** What every answer with a file of the page carries. */
export const pageHeaders = ({ contentType, isImmutable }: PageFile) =>
  ({
    'content-type': contentType,
    'cache-control': isImmutable ? 'public, max-age=31536000, immutable' : 'no-store',
    'content-security-policy': contentSecurityPolicy,
    'x-content-type-options': 'nosniff',
  }) as const;

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
