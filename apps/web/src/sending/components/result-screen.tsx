import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';

import type { CheckBody } from '#contracts';

import type { LevelChoice } from '../format/levels.js';
import { sequenceOf } from '../format/sequence-steps.js';
import { useFragment } from '../state/use-fragment.js';
import { AboutCheck } from './about-check.js';
import { FixPanel } from './fix-panel.js';
import { Log } from './log.js';
import { MatrixPanel } from './matrix.js';
import { Reports } from './reports.js';
import { SendCard } from './send-card.js';
import { SequencePanel } from './sequence.js';
import { Strangers } from './strangers.js';
import { VerdictBanner } from './verdict-banner.js';
import { t } from '../../shared/texts.js';

interface Props {
  readonly check: CheckBody;
  readonly level: LevelChoice;
  readonly onCheck: (check: CheckBody) => void;
}

export function ResultScreen({ check, level, onCheck }: Props): JSX.Element {
  const [fragment, show] = useFragment();
  const open = check.scenarios.find(({ id }) => id === fragment)?.id ?? null;
  const sequence = useMemo(() => sequenceOf(check, open), [check, open]);
  const isWaiting = check.verdict.outcome === 'waiting';
  return (
    <div class="stack stack--result">
      <VerdictBanner check={check} />
      <div class="columns">
        <MatrixPanel check={check} open={open} onOpen={(scenario) => show(scenario ?? '')} />
        <FixPanel check={check} onCheck={onCheck} />
        {sequence !== null && <SequencePanel sequence={sequence} />}
      </div>
      <div class="folds">
        <details class="fold" open={isWaiting}>
          <summary>
            <h2>
              {t.result.addresses.title(check.scenarios.length)}{' '}
              <More level={level} shown={check.scenarios.length} />
            </h2>
          </summary>
          <div class="fold__body">
            <SendCard check={check} level={level} />
          </div>
        </details>
        {check.strangers.length > 0 && <Strangers check={check} />}
        <Reports check={check} />
        <Log check={check} />
        <AboutCheck check={check} />
      </div>
    </div>
  );
}

/** What else can be mailed with the same check. */
function More({ level: { offered }, shown }: { level: LevelChoice; shown: number }): JSX.Element | null {
  const all = offered.at(-1)?.count ?? shown;
  if (all <= shown) return null;
  return <span class="fold__aside">{t.result.addresses.more(all - shown)}</span>;
}
