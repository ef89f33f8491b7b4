import { scenarioHost, tlsaNameOf } from '#checks';
import { formatTlsa } from '#dane';
import { askNameServer } from '#dns';

import { type DoctorLine, LineWriter } from '../doctor-line.js';
import type { Examination } from '../examination.js';
import { expectedTlsa, sameSet } from './expected-tlsa.js';

interface Server {
  readonly name: string;
  readonly address: string;
}

/** Asks one authoritative server for the TLSA records of `do`: one that lags behind breaks mail now and then. */
export async function nameServerLine(server: Server, examination: Examination): Promise<DoctorLine> {
  const line = new LineWriter('name server', `${server.name} (${server.address})`);
  const host = scenarioHost('do', examination.config.domain);
  const tlsaName = tlsaNameOf(host);
  const records = expectedTlsa({ tlsaName }, examination);
  const expected = `the generated TLSA records of ${host}`;
  const answer = await askNameServer(server, tlsaName, 'TLSA');
  switch (answer.kind) {
    case 'found': {
      if (records instanceof Error) return line.unknown({ expected, found: records.message });
      const published = answer.records.map(formatTlsa);
      const found = sameSet(published, records) ? 'the same' : `others: ${published.join(', ')}`;
      return line.judged(found === 'the same', { expected, found }, 'See that it has the newest zone.');
    }
    case 'none':
      return line.error({ expected, found: 'none' }, 'Publish the records that `havedane dns` prints.');
    case 'not-authoritative':
      return line.error(
        { expected, found: answer.detail },
        'Let it serve the zone, or take it out of the NS records.',
      );
    case 'failed':
      return line.error({ expected, found: answer.detail }, 'Open its port 53 for UDP and TCP.');
  }
}
