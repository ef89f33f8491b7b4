import type { JSX, RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

import type { CheckBody } from '#contracts';

import { timeOfDay } from '../../shared/format/time.js';
import { releaseCheck } from '../state/create-check.js';
import { Icon } from '../../shared/components/icon.js';
import { Rich } from '../../shared/components/rich.js';
import { t } from '../../shared/texts.js';

interface Props {
  readonly check: CheckBody;
  readonly onCheck: (check: CheckBody) => void;
}

/** Releases the refused message from the sender's queue, and says where that stands. */
export function ReleasePanel({ check, onCheck }: Props): JSX.Element {
  const { state, at } = check.release;
  const text = useRef<HTMLParagraphElement>(null);
  const button = useReleaseButton(check, onCheck, text);
  return (
    <div class={`release release--${state}`} data-release={state}>
      <p ref={text} tabIndex={-1}>
        <Rich text={releaseText(check.release, isClassic(check))} />
      </p>
      {state === 'possible' && (
        <div class="release__action">
          <button
            type="button"
            class="button button--primary"
            aria-disabled={button.asking}
            onClick={button.ask}
          >
            <Icon name="mail" />
            {button.asking ? t.shared.asking : t.result.release.button}
          </button>
          {at !== null && (
            <span>
              {t.result.release.automatically} <time dateTime={at}>{timeOfDay(at)}</time>.
            </span>
          )}
        </div>
      )}
      <UsedUp check={check} />
      <p class="release__failure" role="alert">
        {state === 'possible' && button.failure !== null && t.result.release.failed(button.failure)}
      </p>
    </div>
  );
}

/** Where this check can show nothing more, whatever is still to come elsewhere. */
function UsedUp({ check: { newCheck, scenarios } }: { check: CheckBody }): JSX.Element | null {
  if (newCheck === null) return null;
  const titles = newCheck.scenarios.map((id) => scenarios.find((one) => one.id === id)?.title ?? id);
  return (
    <p data-used-up={newCheck.scenarios.join(' ')}>
      <Rich text={t.result.release.usedUp(titles.join(', '))} />
    </p>
  );
}

interface ReleaseButton {
  readonly asking: boolean;
  readonly failure: string | null;
  readonly ask: () => void;
}

function useReleaseButton(
  { token, release }: CheckBody,
  onCheck: Props['onCheck'],
  text: RefObject<HTMLParagraphElement | null>,
): ReleaseButton {
  const [asking, setAsking] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  // The button goes away with the focus on it: what came of it is what to read next.
  useEffect(() => {
    if (!asking || release.state === 'possible') return;
    setAsking(false);
    text.current?.focus();
  }, [asking, release.state]);

  const ask = async (): Promise<void> => {
    setAsking(true);
    setFailure(null);
    const released = await releaseCheck(token);
    if (released.ok) return onCheck(released.check);
    setAsking(false);
    setFailure(released.reason);
  };
  return { asking, failure, ask: () => void (asking || ask()) };
}

/** Whether the page shows classic addresses, whose hosts all checks share. */
function isClassic({ scenarios }: CheckBody): boolean {
  return scenarios.every(({ address, classicAddress }) => address === classicAddress);
}

function releaseText({ state, at }: CheckBody['release'], isClassicCheck: boolean): string {
  const words = t.result.release;
  const time = at === null ? null : timeOfDay(at);
  switch (state) {
    case 'not-yet':
      return isClassicCheck ? words.classic : words[state];
    case 'released':
    case 'delivered':
      return words[state](time);
    case 'unavailable':
    case 'possible':
    case 'expired':
      return words[state];
  }
}
