/** The PTR record of each public address: some senders look at it before they trust a mail server. */
import { reverseName } from '#dns';

import { type DoctorLine, LineWriter } from '../doctor-line.js';
import type { Check, Examination } from '../examination.js';

const ADVICE =
  'Set the reverse name of the address where you rent the server, to DOMAIN or a name that leads back.';

export const checkReverseNames: Check = (examination) => {
  const { publicIpv4, publicIpv6 } = examination.config;
  const addresses = [publicIpv4, publicIpv6].filter((address) => address !== undefined);
  return Promise.all(addresses.map((address) => reverseLine(address, examination)));
};

async function reverseLine(address: string, { resolver }: Examination): Promise<DoctorLine> {
  const line = new LineWriter('reverse name', address);
  const expected = 'a name that leads back';
  const answer = await resolver.ptr(reverseName(address));
  if (answer.kind === 'bogus' || answer.kind === 'failed') {
    return line.warning({ expected, found: answer.detail }, ADVICE);
  }
  const [name] = answer.kind === 'found' ? answer.records : [];
  if (name === undefined) return line.warning({ expected, found: 'none' }, ADVICE);
  const forward = await (address.includes(':') ? resolver.aaaa(name) : resolver.a(name));
  const leadsBack = forward.kind === 'found' && forward.records.includes(address);
  if (leadsBack) return line.ok(expected, name);
  return line.warning({ expected, found: `${name}, which does not lead back` }, ADVICE);
}
