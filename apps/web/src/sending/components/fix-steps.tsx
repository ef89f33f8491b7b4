import type { JSX } from 'preact';

import { FIXES, FIX_SYSTEMS, type FixNames, type FixStep, type FixSystem, fillIn } from '#words';

import type { CheckBody } from '#contracts';

import { CopyButton } from '../../shared/components/copy-button.js';
import { Prose } from '../../shared/components/prose.js';
import { useRemembered } from '../../shared/state/use-remembered.js';
import { guessOf } from '../format/fix-names.js';

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
      <span>Your mail system</span>
      <select
        value={system}
        onChange={({ currentTarget: { value } }) => {
          const found = FIX_SYSTEMS.find((each) => each === value);
          if (found !== undefined) onChoose(found);
        }}
      >
        {FIX_SYSTEMS.map((each) => (
          <option key={each} value={each}>
            {FIXES[each].name}
          </option>
        ))}
      </select>
    </label>
  );
}

interface StepsProps {
  readonly steps: readonly FixStep[];
  readonly names: FixNames;
}

export function FixSteps({ steps, names }: StepsProps): JSX.Element {
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
