/** Examines the instance: what DNS and the network show of it, and what it stands on. */
import type { DoctorLine } from './doctor-line.js';
import type { Check, Examination } from './examination.js';
import { checkAddresses } from './checks/addresses.check.js';
import { checkCertificate } from './checks/certificate.check.js';
import { checkClock } from './checks/clock.check.js';
import { checkDelegation } from './checks/delegation.check.js';
import { checkReceiver } from './checks/receiver.check.js';
import { checkResolver } from './checks/resolver.check.js';
import { checkReverseNames } from './checks/reverse-name.check.js';
import { checkStore } from './checks/store.check.js';
import { checkTlsa } from './checks/tlsa.check.js';

/** What the instance stands on. */
const FOUNDATIONS: readonly Check[] = [checkStore, checkClock, checkResolver];

/** In the order in which things depend on each other: who mends the first error may have mended the rest. */
const CHECKS: readonly Check[] = [
  ...FOUNDATIONS,
  checkDelegation,
  checkAddresses,
  checkTlsa,
  checkCertificate,
  checkReceiver,
  checkReverseNames,
];

/** All checks at once; the lines in a fixed order. Without a resolver only what needs none: the rest would repeat that. */
export async function runDoctor(examination: Examination): Promise<DoctorLine[]> {
  const checks = examination.validation.validates === 'unknown' ? FOUNDATIONS : CHECKS;
  return (await Promise.all(checks.map((check) => check(examination)))).flat();
}
