import type { JSX, RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

import type { CheckBody } from '#contracts';

import { timeOfDay } from '../../shared/format/time.js';
import { releaseCheck } from '../state/create-check.js';
import { Icon } from '../../shared/components/icon.js';

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
        <ReleaseWords state={state} at={at} isClassic={isClassic(check)} />
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
            {button.asking ? 'Asking…' : 'Release the queued message'}
          </button>
          {at !== null && (
            <span>
              Otherwise automatically at <time dateTime={at}>{timeOfDay(at)}</time>.
            </span>
          )}
        </div>
      )}
      <p class="release__failure" role="alert">
        {state === 'possible' && button.failure !== null && `That didn't work: ${button.failure}`}
      </p>
    </div>
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

type WordsProps = CheckBody['release'] & { readonly isClassic: boolean };

function ReleaseWords({ state, at, isClassic }: WordsProps): JSX.Element {
  switch (state) {
    case 'not-yet':
      return (
        <>
          {isClassic
            ? 'With these classic addresses the queued message cannot be released, because all checks share their host. Delete it from the queue when you have your result.'
            : 'Once we have seen your server refuse, you can release that message here: the next retry delivers it.'}
        </>
      );
    case 'unavailable':
      return (
        <>
          This message can't be released: it went to a classic address, whose host all checks share. Only a
          per-check address, such as <code>test@TOKEN.wrong.…</code>, has a host of its own.
        </>
      );
    case 'possible':
      return (
        <>
          We can now present a matching certificate on the next retry. The message is delivered and leaves
          your queue. The verdict doesn't change.
        </>
      );
    case 'released':
      return (
        <>
          <strong>Released{at !== null && <> at {timeOfDay(at)}</>}.</strong> Your server hasn't retried yet;
          it may take minutes or hours.
        </>
      );
    case 'delivered':
      return (
        <>
          <strong>Delivered{at !== null && <> at {timeOfDay(at)}</>}.</strong> The release is over: this host
          presents the wrong certificate again, and this check can’t release another message. To test again,{' '}
          <a href="/">start a new check</a>.
        </>
      );
    case 'expired':
      return (
        <>
          <strong>Nothing was delivered within a day.</strong> The release is over: this host presents the
          wrong certificate again, and this check can’t release another message. Delete the message from your
          queue, or <a href="/">start a new check</a>.
        </>
      );
  }
}
