/** What the columns of the table of scenarios are called. */
import type { Outcome } from '#checks';
import type { Level, ScenarioGroup } from '#scenarios';

import type { FixSystem } from '../fix-guide.js';

export const GROUP_NAMES: Readonly<Record<ScenarioGroup, string>> = {
  basics: 'Basics',
  records: 'TLSA records',
  certificates: 'Certificates',
  dnssec: 'DNSSEC',
  downgrade: 'Downgrade',
  topology: 'Topology',
  'mta-sts': 'MTA-STS',
};

export const LEVEL_NAMES: Readonly<Record<Level, string>> = {
  quick: 'Quick',
  standard: 'Standard',
  full: 'Full',
};

/** The mail systems of the fix guides. */
export const SYSTEM_NAMES: Readonly<Record<FixSystem, string>> = {
  postfix: 'Postfix',
  exim: 'Exim',
  'exchange-online': 'Exchange Online',
  'exchange-server': 'Exchange Server',
  sendmail: 'Sendmail',
  opensmtpd: 'OpenSMTPD',
  stalwart: 'Stalwart',
  kumomta: 'KumoMTA',
  maddy: 'maddy',
  halon: 'Halon',
  'gmail-hosted': 'Gmail and hosted',
  resolver: 'Resolver',
};

/** Where there is no room for a headline. */
export const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  waiting: 'waiting',
  enforces: 'enforces',
  'does-not-enforce': 'does not enforce',
  'no-tls': 'no TLS',
  'refuses-valid': 'refuses valid DANE',
  inconclusive: 'inconclusive',
};
