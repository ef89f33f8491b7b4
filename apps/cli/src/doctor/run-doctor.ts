/** Examines the instance: what DNS and the network show of it, and what it stands on. */
import type { Config } from '#config';

import { type DoctorLine, LineWriter } from './doctor-line.js';
import type { Check, Examination } from './examination.js';
import { isLocalOnly } from './is-local-only.js';
import { checkAddresses } from './checks/addresses.check.js';
import { checkCertificateFiles, checkPresentedCertificates } from './checks/certificate.check.js';
import { checkClock } from './checks/clock.check.js';
import { checkDelegation } from './checks/delegation.check.js';
import { checkMtaSts } from './checks/mta-sts.check.js';
import { checkPage } from './checks/page.check.js';
import { checkDane, checkPort } from './checks/receiver.check.js';
import { checkResolver } from './checks/resolver.check.js';
import { checkReverseNames } from './checks/reverse-name.check.js';
import { checkScenarios } from './checks/scenarios.check.js';
import { checkServedTimes } from './checks/served-times.check.js';
import { checkStore } from './checks/store.check.js';
import { checkTlsa } from './checks/tlsa.check.js';

interface Step {
  readonly check: Check;
  /** What its lines are about, when they stand on answers of the resolver: without one to believe they say nothing. */
  readonly asksDnsFor?: readonly string[];
  /** Can be examined where nobody outside reaches the instance. */
  readonly isLocal?: true;
  /** Whether there is anything to examine. */
  readonly applies?: (config: Config) => boolean;
}

/** In the order in which things depend on each other: fixing the first error may fix the rest. */
const STEPS: readonly Step[] = [
  { check: checkStore, isLocal: true },
  { check: checkClock },
  { check: checkResolver },
  { check: checkDelegation, asksDnsFor: ['delegation', 'DNSSEC', 'name server'] },
  { check: checkAddresses, asksDnsFor: ['A record', 'AAAA record'] },
  { check: checkTlsa, asksDnsFor: ['TLSA records'] },
  { check: checkScenarios, asksDnsFor: ['scenario'] },
  { check: checkCertificateFiles, isLocal: true },
  { check: checkPresentedCertificates, asksDnsFor: ['certificate'] },
  { check: checkPort },
  { check: checkDane, asksDnsFor: ['DANE'] },
  {
    check: checkMtaSts,
    asksDnsFor: ['policy host', 'public certificate'],
    applies: ({ caddyDir }) => caddyDir !== undefined,
  },
  { check: checkServedTimes },
  { check: checkPage, asksDnsFor: ['page'] },
  { check: checkReverseNames, asksDnsFor: ['reverse name'] },
];

/** All checks together; the lines in a fixed order. */
export async function runDoctor(examination: Examination): Promise<DoctorLine[]> {
  if (await isLocalOnly(examination)) {
    const local = await linesOf(
      STEPS.filter(({ isLocal }) => isLocal === true),
      examination,
    );
    return [...local, nothingOutside(examination)];
  }
  const { validates } = examination.validation;
  if (validates === 'yes') return linesOf(STEPS, examination);
  const askable = STEPS.filter(({ asksDnsFor }) => asksDnsFor === undefined);
  return [...(await linesOf(askable, examination)), notAsked(validates, examination)];
}

async function linesOf(steps: readonly Step[], examination: Examination): Promise<DoctorLine[]> {
  return (await Promise.all(steps.map(({ check }) => check(examination)))).flat();
}

function nothingOutside({ config }: Examination): DoctorLine {
  return new LineWriter('outside', config.domain).notApplicable({
    expected: 'a name and addresses that the Internet reaches',
    found: 'this instance listens on loopback addresses only: there is nothing outside to check',
  });
}

/** One line for all that has the same reason. */
function notAsked(validates: 'no' | 'unknown', { config }: Examination): DoctorLine {
  const reason = validates === 'no' ? 'the resolver does not validate' : 'no resolver answers';
  const subjects = STEPS.flatMap(({ asksDnsFor = [], applies }) =>
    applies === undefined || applies(config) ? asksDnsFor : [],
  );
  return new LineWriter('DNS', config.domain).unknown({
    expected: 'answers of a resolver that validates',
    found: `${reason}, so these were not checked: ${subjects.join(', ')}`,
  });
}
