import { OUTCOME_WORDS } from '#words';

import type { CheckBody } from '#contracts';

import type { TabStatus } from '../../shared/state/tab.js';
import { outcomeLook } from '../format/outcome-look.js';
import { seenCount } from '../format/scenario-text.js';

const SITE = 'HaveDane';

export function tabStatus(check: CheckBody): TabStatus {
  const { outcome, provisional } = check.verdict;
  const { tone, mark } = outcomeLook(outcome);
  const seen = seenCount(check.scenarios);
  if (outcome === 'waiting') {
    const text = seen === 0 ? 'Waiting for your mail' : `${seen} of ${check.scenarios.length} seen`;
    return { title: `${text} – ${SITE}`, tone, mark: seen === 0 ? '' : String(seen) };
  }
  return { title: `${mark} ${OUTCOME_WORDS[outcome]}${provisional ? ', so far' : ''} – ${SITE}`, tone, mark };
}
