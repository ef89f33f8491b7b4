import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

import type { Level } from '#scenarios';

import type { CheckBody } from '#contracts';

import { Breakable } from '../../shared/components/breakable.js';
import { CopyButton } from '../../shared/components/copy-button.js';
import type { LevelChoice } from '../format/levels.js';
import { WAYS, type Way, addressesOf, readLabel, takesLabel } from '../format/ways.js';
import { Segments } from './segments.js';
import { WayActions } from './way-actions.js';
import { t } from '../../shared/texts.js';

/** The addresses, and how to mail them all with one message. */
export function SendCard({ check, level }: { check: CheckBody; level: LevelChoice }): JSX.Element {
  const [way, setWay] = useState<Way>('mail-app');
  const [typed, setTyped] = useState('');
  const label = readLabel(typed);
  const addresses = addressesOf(check, label);
  return (
    <>
      <div class="choices">
        {level.offered.length > 1 && (
          <Segments
            legend={t.sending.howMuch}
            name="level"
            values={level.offered.map((each) => each.level)}
            chosen={level.level}
            onChoose={level.choose}
            words={(value) => <LevelWords value={value} level={level} />}
          />
        )}
        <Segments
          legend={t.sending.sendFrom}
          name="way"
          values={WAYS}
          chosen={way}
          onChoose={setWay}
          words={(each) => t.sending.ways[each]}
        />
      </div>
      <Addresses check={check} addresses={addresses} />
      <WayActions way={way} check={check} addresses={addresses} choice={{ label, level: level.level }} />
      {takesLabel(check) && (
        <LabelField typed={typed} isUsable={typed === '' || label !== null} onType={setTyped} />
      )}
    </>
  );
}

function LevelWords({ value, level }: { value: Level; level: LevelChoice }): JSX.Element {
  const count = level.offered.find((each) => each.level === value)?.count;
  return (
    <>
      {t.levels[value]} <span class="segments__aside">{count}</span>
    </>
  );
}

/** More than these are folded into one line. */
const ADDRESSES_SHOWN = 3;

function Addresses({ check, addresses }: { check: CheckBody; addresses: readonly string[] }): JSX.Element {
  const list = (
    <ul class="addresses">
      {check.scenarios.map(({ id, title }, index) => (
        <li key={id} class="address">
          <code class="address__value">
            <Breakable text={addresses[index] ?? ''} />
          </code>
          <span class="address__title">{title}</span>
          <CopyButton
            text={addresses[index] ?? ''}
            label={t.shared.copy}
            about={t.sending.aboutAddress(title)}
          />
        </li>
      ))}
    </ul>
  );
  if (addresses.length <= ADDRESSES_SHOWN) return list;
  return (
    <details class="disclosure all-addresses">
      <summary>
        <span>
          <code>
            <Breakable text={addresses[0] ?? ''} />
          </code>{' '}
          {t.sending.andMore(addresses.length - 1)}
        </span>
      </summary>
      {list}
    </details>
  );
}

interface LabelProps {
  readonly typed: string;
  readonly isUsable: boolean;
  readonly onType: (text: string) => void;
}

function LabelField({ typed, isUsable, onType }: LabelProps): JSX.Element {
  return (
    <details class="disclosure label-field">
      <summary>{t.sending.label.summary}</summary>
      <div class="label-field__body">
        <label for="label">{t.sending.label.field}</label>
        <input
          id="label"
          type="text"
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          maxLength={32}
          value={typed}
          aria-invalid={!isUsable}
          aria-describedby="label-hint"
          onInput={({ currentTarget }) => onType(currentTarget.value)}
        />
        <p id="label-hint" class={isUsable ? 'hint' : 'hint hint--bad'}>
          {isUsable ? t.sending.label.hint : t.sending.label.unusable}
        </p>
      </div>
    </details>
  );
}
