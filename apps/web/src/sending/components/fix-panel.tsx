import type { JSX } from 'preact';

import type { FixSystem } from '#words';

import type { CheckBody } from '#contracts';

import { Prose } from '../../shared/components/prose.js';
import { adviceForAnyone, lacksMtaSts, mishandlesPolicies, topicOfCheck } from '../format/fix-names.js';
import { FixSteps, SystemChoice, useSystem } from './fix-steps.js';
import { ReleasePanel } from './release-panel.js';
import { t } from '../../shared/texts.js';

interface Props {
  readonly check: CheckBody;
  readonly onCheck: (check: CheckBody) => void;
}

/** What to do next: the fix for one mail system, or what becomes of the refused message. */
export function FixPanel({ check, onCheck }: Props): JSX.Element | null {
  const { verdict, release } = check;
  const [system, choose] = useSystem(check);
  const topic = topicOfCheck(check);
  const wantsPolicies = lacksMtaSts(check);
  const losesPolicies = mishandlesPolicies(check);
  const hasQueued = release.state !== 'not-yet';
  const hasSteps = topic !== null || wantsPolicies || losesPolicies;
  if (!hasSteps && !hasQueued && verdict.advice.length === 0) return null;
  const { headings, next } = t.result.fix;
  const isQueueAlone = hasQueued && verdict.outcome === 'enforces';
  return (
    <section class="panel fix" aria-labelledby="fix-title">
      <h2 id="fix-title">{topic !== null ? headings[topic] : isQueueAlone ? headings.queue : next}</h2>
      {adviceForAnyone(check).map(({ code, step }) => (
        <p key={code}>
          <Prose text={step} />
        </p>
      ))}
      {hasQueued && <ReleasePanel check={check} onCheck={onCheck} />}
      {topic !== null && (
        <>
          <SystemChoice system={system} onChoose={choose} />
          <FixSteps system={system} topic={topic} check={check} hasAbout />
        </>
      )}
      {wantsPolicies && (
        <TurnOnPolicies system={system} onChoose={topic === null ? choose : null} check={check} />
      )}
      {losesPolicies && (
        <>
          <h3>{headings['keep-policies']}</h3>
          {topic === null && !wantsPolicies && <SystemChoice system={system} onChoose={choose} />}
          <FixSteps system={system} topic="keep-policies" check={check} />
        </>
      )}
      {hasQueued && <Queue system={system} onChoose={hasSteps ? null : choose} check={check} />}
      {verdict.outcome !== 'waiting' && (
        <p class="actions">
          <a class="button button--primary" href="/">
            {t.result.fix.testAgain}
          </a>
          <span class="hint">{t.result.fix.newAddresses}</span>
        </p>
      )}
    </section>
  );
}

interface PartProps {
  readonly system: FixSystem;
  /** Null where the system is chosen elsewhere on the panel. */
  readonly onChoose: ((system: FixSystem) => void) | null;
  readonly check: CheckBody;
}

/** Folded where there is DANE to turn on first. */
function TurnOnPolicies({ system, onChoose, check }: PartProps): JSX.Element {
  const heading = t.result.fix.headings['turn-on-mta-sts'];
  const steps = <FixSteps system={system} topic="turn-on-mta-sts" check={check} />;
  if (onChoose === null) {
    return (
      <details class="disclosure">
        <summary>{heading}</summary>
        {steps}
      </details>
    );
  }
  return (
    <>
      <h3>{heading}</h3>
      <SystemChoice system={system} onChoose={onChoose} />
      {steps}
    </>
  );
}

function Queue({ system, onChoose, check }: PartProps): JSX.Element | null {
  if (check.release.state === 'delivered') return null;
  return (
    <details class="disclosure">
      <summary>{t.result.fix.queueYourself}</summary>
      {onChoose !== null && <SystemChoice system={system} onChoose={onChoose} />}
      <FixSteps system={system} topic="queue" check={check} />
    </details>
  );
}
