import type { Outcome } from '#checks';
import type { Level, ScenarioGroup } from '#scenarios';

import { SYSTEM_NAMES as ENGLISH_NAMES } from '../english/names.js';
import type { FixSystem } from '../fix-guide.js';

export const GROUP_NAMES: Readonly<Record<ScenarioGroup, string>> = {
  basics: 'Grundlagen',
  records: 'TLSA-Einträge',
  certificates: 'Zertifikate',
  dnssec: 'DNSSEC',
  downgrade: 'Downgrade',
  topology: 'Topologie',
  'mta-sts': 'MTA-STS',
};

export const LEVEL_NAMES: Readonly<Record<Level, string>> = {
  quick: 'Schnell',
  standard: 'Standard',
  full: 'Alles',
};

export const SYSTEM_NAMES: Readonly<Record<FixSystem, string>> = {
  ...ENGLISH_NAMES,
  'gmail-hosted': 'Gmail und gehostet',
};

export const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  waiting: 'wartet',
  enforces: 'setzt DANE durch',
  'does-not-enforce': 'setzt DANE nicht durch',
  'no-tls': 'kein TLS',
  'refuses-valid': 'weist gültiges DANE ab',
  inconclusive: 'nicht eindeutig',
};
