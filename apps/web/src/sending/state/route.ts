/** The page has two addresses: `/` starts a check, `/check/TOKEN` shows one. */
export type Route =
  | { readonly kind: 'new' }
  | { readonly kind: 'check'; readonly token: string }
  | { readonly kind: 'unknown' };

const CHECK_PATH = /^\/check\/([^/]+)\/?$/;

export function parseRoute(pathname: string): Route {
  if (pathname === '/' || pathname === '/index.html') return { kind: 'new' };
  // Tokens are lower case; a URL that was read out or typed in may not be.
  const token = CHECK_PATH.exec(pathname)?.[1]?.toLowerCase();
  return token === undefined ? { kind: 'unknown' } : { kind: 'check', token };
}

export function checkPath(token: string): string {
  return `/check/${token}`;
}
