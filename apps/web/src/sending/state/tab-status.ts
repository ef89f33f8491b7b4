import type { CheckBody } from '#contracts';

import type { TabStatus } from '../../shared/state/tab.js';
import { headlineLook } from '../format/outcome-look.js';
import { seenCount } from '../format/scenario-text.js';
import { t } from '../../shared/texts.js';

const SITE = 'HaveDane';

export function tabStatus(check: CheckBody): TabStatus {
  const { outcome, provisional } = check.verdict;
  const { tone, mark } = headlineLook(check);
  const seen = seenCount(check.scenarios);
  if (outcome === 'waiting') {
    const text = seen === 0 ? t.sending.tab.waiting : t.sending.tab.seen(seen, check.scenarios.length);
    return { title: `${text} – ${SITE}`, tone, mark: seen === 0 ? '' : String(seen) };
  }
  return {
    title: `${mark} ${check.headline.kind === 'mta-sts' ? t.sending.tab.mtaStsOnly : t.outcomes[outcome]}${provisional ? t.sending.tab.soFar : ''} – ${SITE}`,
    tone,
    mark,
  };
}
