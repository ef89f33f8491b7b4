/** Somebody looked: client addresses that are no server of the system under test. What they did changes nothing. */
import { labelOf } from './results.js';
import { listed } from './list-format.js';
import { isRefusal } from './proof.js';
import type { Catalogue, Party } from './servers.js';
import type { SeenObservation, Stranger } from './verdict.js';

export function strangersOf(parties: readonly Party[], catalogue: Catalogue): Stranger[] {
  return parties.flatMap(({ seen, ...party }) => {
    const [first] = seen;
    const last = seen.at(-1);
    if (first === undefined || last === undefined) return [];
    return [
      {
        address: party.address,
        name: party.name,
        firstAt: first.at,
        lastAt: last.at,
        scenarios: [...catalogue.keys()].filter((id) => seen.some(({ scenario }) => scenario === id)),
        text: textOf(labelOf(party), seen, catalogue),
      },
    ];
  });
}

function textOf(who: string, seen: readonly SeenObservation[], catalogue: Catalogue): string {
  const deeds = [...new Set(seen.map(deedOf))].map((deed) => {
    const at = new Set(seen.filter((each) => deedOf(each) === deed).map(({ scenario }) => scenario));
    const titles = [...catalogue.values()].filter(({ id }) => at.has(id)).map(({ title }) => title);
    return { deed, titles };
  });
  // That TLS was opened says nothing new beside how the session ended.
  const ended = deeds.filter(({ deed }) => deed !== OPENED_TLS);
  const parts = (ended.length === 0 ? deeds : ended).map(({ deed, titles }) => `${deed} (${listed(titles)})`);
  return `${who} ${listed(parts)}.`;
}

const OPENED_TLS = 'opened a TLS connection';

function deedOf(seen: SeenObservation): string {
  switch (seen.kind) {
    case 'delivered':
      return seen.tls === null ? 'delivered a message in the clear' : 'delivered a message over TLS';
    case 'refused':
      return 'hung up after seeing our certificate';
    case 'rejected':
      return 'connected, and was answered with an error';
    case 'left':
      return 'connected and left before sending a message';
    case 'lost':
      return 'connected and was lost';
    case 'tls-failed':
      return isRefusal(seen) ? 'closed the connection during TLS' : 'failed in TLS';
    case 'tls-established':
    case 'dns-query':
      return OPENED_TLS;
  }
}
