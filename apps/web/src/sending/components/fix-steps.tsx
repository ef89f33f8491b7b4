import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';

import {
  FIX_SYSTEMS,
  type FixGuide,
  type FixStep,
  type FixSystem,
  type FixTopic,
  fillIn,
  fixNames,
} from '#words';

import type { CheckBody } from '#contracts';

import { CopyButton } from '../../shared/components/copy-button.js';
import { Prose } from '../../shared/components/prose.js';
import { useRemembered } from '../../shared/state/use-remembered.js';
import { askJson } from '../../shared/state/post-json.js';
import { guessOf } from '../format/fix-names.js';
import { t } from '../../shared/texts.js';

/** The visitor's mail system: chosen once, else guessed from the names of the servers, else the most common one. */
export function useSystem(check: CheckBody): [FixSystem, (system: FixSystem) => void] {
  const [chosen, choose] = useRemembered('mail-system', FIX_SYSTEMS);
  return [chosen ?? guessOf(check) ?? 'postfix', choose];
}

interface ChoiceProps {
  readonly system: FixSystem;
  readonly onChoose: (system: FixSystem) => void;
}

export function SystemChoice({ system, onChoose }: ChoiceProps): JSX.Element {
  return (
    <label class="system">
      <span>{t.result.fix.system}</span>
      <select
        value={system}
        onChange={({ currentTarget: { value } }) => {
          const found = FIX_SYSTEMS.find((each) => each === value);
          if (found !== undefined) onChoose(found);
        }}
      >
        {FIX_SYSTEMS.map((each) => (
          <option key={each} value={each}>
            {t.systems[each]}
          </option>
        ))}
      </select>
    </label>
  );
}

interface StepsProps {
  readonly system: FixSystem;
  readonly topic: FixTopic;
  readonly check: CheckBody;
  readonly hasAbout?: boolean;
}

/** What to do, with the names of the check; until the server has answered, and where it does not, a link to the help page. */
export function FixSteps({ system, topic, check, hasAbout }: StepsProps): JSX.Element {
  const guide = useGuide(system);
  if (guide === null) {
    return (
      <p>
        <a href={`/help/${system}`}>{t.systems[system]}</a>
      </p>
    );
  }
  return (
    <>
      {hasAbout === true && (
        <p class="hint">
          <Prose text={guide.about} />
        </p>
      )}
      <Steps steps={guide.topics[topic]} check={check} />
    </>
  );
}

/** Each guide is asked for once, unless that failed. */
const guides = new Map<FixSystem, Promise<FixGuide | null>>();

/** Null until it is here. */
function useGuide(system: FixSystem): FixGuide | null {
  const [guide, setGuide] = useState<FixGuide | null>(null);
  useEffect(() => {
    let isWanted = true;
    const asked = guides.get(system) ?? readGuide(system);
    guides.set(system, asked);
    void asked.then((found) => {
      if (found === null) guides.delete(system);
      if (isWanted) setGuide(found);
    });
    return () => {
      isWanted = false;
    };
  }, [system]);
  return guide;
}

async function readGuide(system: FixSystem): Promise<FixGuide | null> {
  const answer = await askJson(`/api/fixes/${system}`);
  return answer?.response.ok === true ? (answer.body as FixGuide | null) : null;
}

function Steps({ steps, check }: { steps: readonly FixStep[]; check: CheckBody }): JSX.Element {
  const names = fixNames(check.scenarios, check.token);
  return (
    <ol class="fix-steps">
      {steps.map(({ text, code }) => {
        const command = code === undefined ? null : fillIn(code, names);
        return (
          <li key={text}>
            <p>
              <Prose text={text} />
            </p>
            {command !== null && (
              <div class="command-row">
                <pre class="command">
                  <code>{command}</code>
                </pre>
                <CopyButton text={command} label={null} about={text.replaceAll('`', '')} />
              </div>
            )}
          </li>
        );
      })}
    </ol>
  );
}
