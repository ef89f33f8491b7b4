import type { JSX } from 'preact';

import { FIXES, type FixSystem } from '#words';

import type { CheckBody } from '#contracts';

import { Prose } from '../../shared/components/prose.js';
import { namesOfCheck, topicOfCheck } from '../format/fix-names.js';
import { FixSteps, SystemChoice, useSystem } from './fix-steps.js';
import { ReleasePanel } from './release-panel.js';

interface Props {
  readonly check: CheckBody;
  readonly onCheck: (check: CheckBody) => void;
}

/** What to do next: the fix for one mail system, or what becomes of the refused message. */
export function FixPanel({ check, onCheck }: Props): JSX.Element | null {
  const { verdict, release } = check;
  const [system, choose] = useSystem(check);
  const topic = topicOfCheck(check);
  const hasQueued = release.state !== 'not-yet';
  if (topic === null && !hasQueued && verdict.advice.length === 0) return null;
  const names = namesOfCheck(check);
  const { about, topics } = FIXES[system];
  const anyone = verdict.advice.filter(({ audience }) => audience === 'Any server');
  return (
    <section class="panel fix" aria-labelledby="fix-title">
      <h2 id="fix-title">{topic === null ? 'The queued message' : HEADINGS[topic]}</h2>
      {anyone.map(({ code, step }) => (
        <p key={code}>
          <Prose text={step} />
        </p>
      ))}
      {hasQueued && <ReleasePanel check={check} onCheck={onCheck} />}
      {topic !== null && (
        <>
          <SystemChoice system={system} onChoose={choose} />
          <p class="hint">
            <Prose text={about} />
          </p>
          <FixSteps steps={topics[topic]} names={names} />
        </>
      )}
      {hasQueued && <Queue system={system} onChoose={topic === null ? choose : null} check={check} />}
      {verdict.outcome !== 'waiting' && (
        <p class="actions">
          <a class="button button--primary" href="/">
            Test again
          </a>
          <span class="hint">New addresses, so that no cache and no old queue answers.</span>
        </p>
      )}
    </section>
  );
}

const HEADINGS: Readonly<Record<NonNullable<ReturnType<typeof topicOfCheck>>, string>> = {
  'turn-on-dane': 'How to fix it',
  'turn-on-tls': 'How to fix it',
  'find-the-fault': 'How to find the reason',
  'require-less': 'If that is not intended',
  queue: 'The queued message',
  'nothing-arrives': 'What to look at',
};

interface QueueProps {
  readonly system: FixSystem;
  /** Null where the system is chosen elsewhere on the panel. */
  readonly onChoose: ((system: FixSystem) => void) | null;
  readonly check: CheckBody;
}

function Queue({ system, onChoose, check }: QueueProps): JSX.Element | null {
  if (check.release.state === 'delivered') return null;
  return (
    <details class="disclosure">
      <summary>Show, retry or delete it yourself</summary>
      {onChoose !== null && <SystemChoice system={system} onChoose={onChoose} />}
      <FixSteps steps={FIXES[system].topics.queue} names={namesOfCheck(check)} />
    </details>
  );
}
