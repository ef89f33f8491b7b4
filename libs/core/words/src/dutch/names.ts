import type { Outcome } from '#checks';
import type { Level, ScenarioGroup } from '#scenarios';

import { SYSTEM_NAMES as ENGLISH_NAMES } from '../english/names.js';
import type { FixSystem } from '../fix-guide.js';

export const GROUP_NAMES: Readonly<Record<ScenarioGroup, string>> = {
  basics: 'Basis',
  records: 'TLSA-records',
  certificates: 'Certificaten',
  dnssec: 'DNSSEC',
  downgrade: 'Downgrade',
  topology: 'Topologie',
  'mta-sts': 'MTA-STS',
};

export const LEVEL_NAMES: Readonly<Record<Level, string>> = {
  quick: 'Snel',
  standard: 'Standaard',
  full: 'Volledig',
};

export const SYSTEM_NAMES: Readonly<Record<FixSystem, string>> = {
  ...ENGLISH_NAMES,
  'gmail-hosted': 'Gmail en gehost',
};

export const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  waiting: 'wacht',
  enforces: 'dwingt DANE af',
  'does-not-enforce': 'dwingt DANE niet af',
  'no-tls': 'geen TLS',
  'refuses-valid': 'weigert geldige DANE',
  inconclusive: 'geen uitsluitsel',
};
