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

/** Lets the refused message out of the sender's queue, and says where that stands. */
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
            {button.asking ? 'Asking…' : 'Let the queued message through'}
          </button>
          {at !== null && (
            <span>
              Without a click this happens at <time dateTime={at}>{timeOfDay(at)}</time>.
            </span>
          )}
        </div>
      )}
      {state === 'released' && <HurryCommands />}
      <p class="release__failure" role="alert">
        {state === 'possible' && button.failure !== null && `That did not work: ${button.failure}`}
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
      if (isClassic) {
        return (
          <>
            With these classic addresses that message cannot be let through, because all checks share their
            host: when you have your result, delete it from the queue.
          </>
        );
      }
      return (
        <>
          As soon as we have seen it refuse, you can let that message through from here: the next try is
          delivered, and the queue is empty.
        </>
      );
    case 'unavailable':
      return (
        <>
          This one cannot be let through: it was mailed to a classic address, whose host all checks share.
          That takes a per-check address, such as <code>test@TOKEN.wrong.…</code>, which has a host of its
          own.
        </>
      );
    case 'possible':
      return (
        <>
          Your server refused it, so the message need not wait any longer. Our host can show your server’s
          next try a certificate that one of its TLSA records matches: the message is delivered, the queue is
          empty, and we see that your server defers and retries as it should. The verdict stays.
        </>
      );
    case 'released':
      return (
        <>
          <strong>Let through{at !== null && <> since {timeOfDay(at)}</>}.</strong> We are waiting for your
          server’s next try, which may take minutes or hours. To hurry it:
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

function HurryCommands(): JSX.Element {
  return (
    <dl class="commands">
      <div>
        <dt>Postfix</dt>
        <dd>
          <code>postqueue -f</code>
        </dd>
      </div>
      <div>
        <dt>Exim</dt>
        <dd>
          <code>exim -qff</code>
        </dd>
      </div>
    </dl>
  );
}
