import type { ObservationBody } from '#contracts';

/**
 * The observations as one story, backwards. Ids follow the order in which they reached us, and a name server reports what
 * it was asked up to two seconds late, often after the connection that the answers led to.
 */
export function newestFirst(observations: readonly ObservationBody[]): ObservationBody[] {
  // Times of one format and zone are in order when their texts are.
  return [...observations].sort((a, b) => compare(b.at, a.at) || beforeConnecting(b, a) || b.id - a.id);
}

function compare(a: string, b: string): number {
  return Number(a > b) - Number(a < b);
}

/** In the same millisecond, what was asked came before what was done with the answer. */
function beforeConnecting(a: ObservationBody, b: ObservationBody): number {
  return Number(b.kind === 'dns-query') - Number(a.kind === 'dns-query');
}
