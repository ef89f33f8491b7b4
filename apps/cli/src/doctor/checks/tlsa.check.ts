/** The published TLSA records against the generated ones. */
import { tlsaNameOf } from '#checks';
import { formatTlsa } from '#dane';
import type { DnsAnswer, TlsaRecord } from '#dns';
import { availableScenarios } from '#scenarios';

import { type DoctorLine, LineWriter } from '../doctor-line.js';
import { type Check, type Examination, hostsOf, type ScenarioHost } from '../examination.js';
import { expectedTlsa, sameSet } from './expected-tlsa.js';

const PUBLISH = 'Publish what `havedane dns` prints (`havedane dns push` does it at a provider).';

export const checkTlsa: Check = (examination) =>
  Promise.all(
    availableScenarios(examination.config).flatMap((scenario) =>
      hostsOf(scenario, examination).map((host) => tlsaLine(host, examination)),
    ),
  );

async function tlsaLine(
  { host, isWildcard, plan }: ScenarioHost,
  examination: Examination,
): Promise<DoctorLine> {
  const name = tlsaNameOf(host);
  const line = new LineWriter('TLSA records', isWildcard ? `${name} (wildcard)` : name);
  const wanted = expectedTlsa(plan, examination);
  const answer = await examination.resolver.tlsa(name);
  if (wanted instanceof Error) {
    return line.unknown({ expected: 'the generated records', found: wanted.message });
  }
  if (plan.security === 'failing') return failingLine(line, answer);
  const isSecure = plan.security === 'secure';
  const comparison = {
    expected: `${setText(wanted)}, ${isSecure ? 'secure' : 'insecure'}`,
    found: foundText(answer, wanted),
  };
  switch (answer.kind) {
    case 'found':
      if (!sameSet(answer.records.map(formatTlsa), wanted)) return line.error(comparison, PUBLISH);
      return line.judged(answer.secure === isSecure, comparison, isSecure ? SIGN : UNSIGN);
    case 'none':
      if (wanted.length > 0) return line.error(comparison, PUBLISH);
      return line.judged(answer.secure === isSecure, comparison, isSecure ? SIGN_DENIAL : UNSIGN);
    case 'bogus':
    case 'failed':
      return line.error(comparison, 'Fix DNSSEC or the name servers first (see their lines).');
  }
}

/** Where the lookup fails on purpose, it must not do so because nothing answers at all: the lines on addresses show that. */
function failingLine(line: LineWriter, answer: DnsAnswer<TlsaRecord>): DoctorLine {
  const isFailing = answer.kind === 'bogus' || answer.kind === 'failed';
  const comparison = { expected: 'no answer that validates', found: foundText(answer, []) };
  return line.judged(isFailing, comparison, 'Let the appliance’s own name server serve its latest zones.');
}

const SIGN = 'Sign the zone: insecure TLSA records count for nothing.';
const SIGN_DENIAL = 'Sign the zone: it must deny securely.';
const UNSIGN = 'Let the appliance’s own name server serve the zone, which has no DS record on purpose.';

function setText(records: readonly string[]): string {
  return records.length === 0 ? 'none' : records.map(short).join(', ');
}

/** `3 1 1 8d02a1c4…` */
function short(record: string): string {
  const [usage, selector, matchingType, data = ''] = record.split(' ');
  return `${usage} ${selector} ${matchingType} ${data.slice(0, 8)}…`;
}

function foundText(answer: DnsAnswer<TlsaRecord>, wanted: readonly string[]): string {
  switch (answer.kind) {
    case 'found': {
      const records = answer.records.map(formatTlsa);
      const security = answer.secure ? 'secure' : 'insecure';
      return `${sameSet(records, wanted) ? 'the same' : setText(records)}, ${security}`;
    }
    case 'none':
      return answer.secure ? 'none, secure' : 'none, insecure';
    case 'bogus':
    case 'failed':
      return `${answer.kind}: ${answer.detail}`;
  }
}
