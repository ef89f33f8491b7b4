/** Somebody looked: client addresses that are no server of the system under test. What they did changes nothing. */
import { isRefusal } from '../session-outcome.js';

import type { Catalogue, Party } from './servers.js';
import type { SeenObservation, Stranger, StrangerDeed } from './verdict.js';

export function strangersOf(parties: readonly Party[], catalogue: Catalogue): Stranger[] {
  return parties.flatMap(({ seen: everything, ...party }) => {
    const seen = everything.filter(({ scenario }) => catalogue.has(scenario));
    const [first] = seen;
    const last = seen.at(-1);
    if (first === undefined || last === undefined) return [];
    return [
      {
        address: party.address,
        name: party.name,
        firstAt: first.at,
        lastAt: last.at,
        scenarios: scenariosOf(seen, catalogue),
        deeds: deedsOf(seen, catalogue),
      },
    ];
  });
}

function deedsOf(seen: readonly SeenObservation[], catalogue: Catalogue): Stranger['deeds'] {
  const deeds = [...new Set(seen.map(deedOf))].map((deed) => ({
    deed,
    scenarios: scenariosOf(
      seen.filter((each) => deedOf(each) === deed),
      catalogue,
    ),
  }));
  // That TLS was opened says nothing new beside how the session ended.
  const ended = deeds.filter(({ deed }) => deed !== 'opened-tls');
  return ended.length === 0 ? deeds : ended;
}

function scenariosOf(seen: readonly SeenObservation[], catalogue: Catalogue): string[] {
  return [...catalogue.keys()].filter((id) => seen.some(({ scenario }) => scenario === id));
}

function deedOf(seen: SeenObservation): StrangerDeed {
  switch (seen.kind) {
    case 'delivered':
      return seen.tls === null ? 'delivered-in-clear' : 'delivered';
    case 'refused':
      return 'refused';
    case 'rejected':
      return 'rejected';
    case 'left':
      return 'left';
    case 'lost':
      return 'lost';
    case 'tls-failed':
      return isRefusal(seen) ? 'closed-in-tls' : 'tls-failed';
    case 'tls-established':
    case 'dns-query':
    case 'policy-fetch':
      return 'opened-tls';
  }
}
