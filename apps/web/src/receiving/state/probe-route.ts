/** `/probe` asks for a domain, `/probe/ID` shows a probe. */
export type ProbeRoute =
  { readonly kind: 'form' } | { readonly kind: 'probe'; readonly id: string } | { readonly kind: 'unknown' };

const PROBE_PATH = /^\/probe\/([^/]+)\/?$/;

export function parseProbeRoute(pathname: string): ProbeRoute {
  if (/^\/probe(\.html|\/)?$/.test(pathname)) return { kind: 'form' };
  // Ids are lower case; a URL that was read out or typed in may not be.
  const id = PROBE_PATH.exec(pathname)?.[1]?.toLowerCase();
  return id === undefined ? { kind: 'unknown' } : { kind: 'probe', id };
}

export function probePath(id: string): string {
  return `/probe/${id}`;
}

/** What another page suggests to probe: `/probe?domain=example.org`. Nothing begins before the visitor says so. */
export function suggestedDomain(search: string): string {
  return new URLSearchParams(search).get('domain') ?? '';
}
