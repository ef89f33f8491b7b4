import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';

import type { CheckBody } from '#contracts';

import { decidingSequence } from '../format/sequence-steps.js';
import { AboutCheck } from './about-check.js';
import { FixPanel } from './fix-panel.js';
import { Log } from './log.js';
import { MatrixPanel } from './matrix.js';
import { SendCard } from './send-card.js';
import { SequencePanel } from './sequence.js';
import { Strangers } from './strangers.js';
import { VerdictBanner } from './verdict-banner.js';

interface Props {
  readonly check: CheckBody;
  readonly onCheck: (check: CheckBody) => void;
}

export function ResultScreen({ check, onCheck }: Props): JSX.Element {
  const sequence = useMemo(() => decidingSequence(check), [check]);
  const isWaiting = check.verdict.outcome === 'waiting';
  return (
    <div class="stack stack--result">
      <VerdictBanner check={check} />
      <div class="columns">
        <MatrixPanel check={check} />
        <FixPanel check={check} onCheck={onCheck} />
      </div>
      {sequence !== null && <SequencePanel sequence={sequence} />}
      <div class="folds">
        <details class="fold" open={isWaiting}>
          <summary>
            <h2>The {check.scenarios.length} addresses</h2>
          </summary>
          <div class="fold__body">
            <SendCard check={check} />
          </div>
        </details>
        {check.strangers.length > 0 && <Strangers check={check} />}
        <Log check={check} />
        <AboutCheck check={check} />
      </div>
    </div>
  );
}
