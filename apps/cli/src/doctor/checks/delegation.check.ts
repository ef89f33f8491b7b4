/** Whether the world finds DOMAIN, and whether what it finds is signed: without that no sender looks at TLSA (RFC 7672 §2.2). */
import type { Config } from '#config';
import { findZoneServers, type ZoneServer } from '#dns';

import { type DoctorLine, LineWriter } from '../doctor-line.js';
import type { Check, Examination } from '../examination.js';
import { sameSet } from './expected-tlsa.js';
import { nameServerLine } from './name-server-line.js';

export const checkDelegation: Check = async (examination) => {
  const { resolver, config } = examination;
  const line = new LineWriter('delegation', config.domain);
  const zone = await findZoneServers(resolver, config.domain);
  const expected = 'name servers that answer for the zone';
  if (zone.kind === 'failed') {
    const comparison = { expected, found: `${zone.name === '' ? 'the root' : zone.name}: ${zone.detail}` };
    return [
      line.error(
        comparison,
        'Ask the registrar for the NS records of the domain, and see that its servers run.',
      ),
    ];
  }
  const { servers } = zone;
  const found = `zone ${zone.zone === '' ? '.' : zone.zone} at ${servers.map(({ name }) => name).join(', ')}`;
  return [
    config.hasOwnDns
      ? ownDelegationLine(zone.zone, found, servers, config)
      : line.judged(servers.length > 0, { expected, found }, 'Give the zone NS records.'),
    await dnssecLine(examination, zone.zone),
    ...(await Promise.all(servers.flatMap((server) => serverLines(server, examination)))),
  ];
};

/** With an own name server the domain is a zone of its own, and nobody else serves it. */
function ownDelegationLine(
  zone: string,
  found: string,
  servers: readonly ZoneServer[],
  { domain, nameServer }: Config,
): DoctorLine {
  const isOwn =
    zone === domain &&
    sameSet(
      servers.map(({ name }) => name),
      nameServer.names,
    );
  return new LineWriter('delegation', domain).judged(
    isOwn,
    {
      expected: `zone ${domain} at ${nameServer.names.join(', ')}`,
      found: zone === domain ? found : `not delegated: ${found}`,
    },
    'Let the zone above name these servers and no others: `havedane delegate` prints the records and shows what each of its servers says.',
  );
}

async function dnssecLine({ resolver, config }: Examination, zone: string): Promise<DoctorLine> {
  const line = new LineWriter('DNSSEC', config.domain);
  const expected = 'secure answers (AD)';
  const answer = await resolver.soa(zone);
  switch (answer.kind) {
    case 'found':
    case 'none':
      return line.judged(
        answer.secure,
        { expected, found: answer.secure ? 'secure' : 'insecure: the zone above has no DS record for it' },
        'Sign the zone and give its DS record to the registrar (with own DNS: `havedane dns ds`).',
      );
    case 'bogus':
      return line.error(
        { expected, found: `bogus: ${answer.detail}` },
        'Compare the DS record at the registrar with the keys of the zone, and the dates of its signatures.',
      );
    case 'failed':
      return line.error(
        { expected, found: answer.detail },
        'Make sure that the name servers of the zone answer.',
      );
  }
}

function serverLines(server: ZoneServer, examination: Examination): Promise<DoctorLine>[] {
  if (server.addresses.length > 0) {
    return server.addresses.map((address) => nameServerLine({ ...server, address }, examination));
  }
  const comparison = { expected: 'an address', found: 'none' };
  const advice =
    'Give the name server A or AAAA records, and glue at the registrar when it is inside the zone.';
  return [Promise.resolve(new LineWriter('name server', server.name).error(comparison, advice))];
}
