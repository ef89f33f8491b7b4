/** Examines the instance: what DNS and the network show of it, and what it stands on. */
import { type DoctorLine, LineWriter } from './doctor-line.js';
import type { Check, Examination } from './examination.js';
import { checkAddresses } from './checks/addresses.check.js';
import { checkCertificateFiles, checkPresentedCertificate } from './checks/certificate.check.js';
import { checkClock } from './checks/clock.check.js';
import { checkDelegation } from './checks/delegation.check.js';
import { checkDane, checkPort } from './checks/receiver.check.js';
import { checkResolver } from './checks/resolver.check.js';
import { checkReverseNames } from './checks/reverse-name.check.js';
import { checkStore } from './checks/store.check.js';
import { checkTlsa } from './checks/tlsa.check.js';

interface Step {
  readonly check: Check;
  /** What its lines are about, when they stand on answers of the resolver: without one to believe they say nothing. */
  readonly asksDnsFor?: readonly string[];
}

/** In the order in which things depend on each other: who mends the first error may have mended the rest. */
const STEPS: readonly Step[] = [
  { check: checkStore },
  { check: checkClock },
  { check: checkResolver },
  { check: checkDelegation, asksDnsFor: ['delegation', 'DNSSEC', 'name server'] },
  { check: checkAddresses, asksDnsFor: ['A record', 'AAAA record'] },
  { check: checkTlsa, asksDnsFor: ['TLSA records'] },
  { check: checkCertificateFiles },
  { check: checkPresentedCertificate, asksDnsFor: ['certificate'] },
  { check: checkPort },
  { check: checkDane, asksDnsFor: ['DANE'] },
  { check: checkReverseNames, asksDnsFor: ['reverse name'] },
];

/** All checks at once; the lines in a fixed order. */
export async function runDoctor(examination: Examination): Promise<DoctorLine[]> {
  const { validates } = examination.validation;
  const lines = await Promise.all(
    STEPS.map(({ check, asksDnsFor }) =>
      validates === 'yes' || asksDnsFor === undefined
        ? check(examination)
        : Promise.resolve(asksDnsFor.map((subject) => untold(subject, validates, examination))),
    ),
  );
  return lines.flat();
}

function untold(check: string, validates: 'no' | 'unknown', { config }: Examination): DoctorLine {
  const expected = 'answers of a resolver that validates';
  const found =
    validates === 'no' ? 'not asked: the resolver does not validate' : 'not asked: no resolver answers';
  return new LineWriter(check, config.domain).skipped({ expected, found });
}
