import type { JSX } from 'preact';

/** Plain text of the API in which settings and commands stand between backticks. */
export function Prose({ text }: { text: string }): JSX.Element {
  return (
    <>
      {text
        .split('`')
        .map((part, index) =>
          index % 2 === 1 ? <code key={index}>{part}</code> : <Whole key={index} text={part} />,
        )}
    </>
  );
}

/** Names that a browser would break after their hyphen. */
const UNBROKEN = /(MTA-STS|\bsts-[a-z]+)/;

export function Whole({ text }: { text: string }): JSX.Element {
  return (
    <>
      {text.split(UNBROKEN).map((part, index) =>
        index % 2 === 1 ? (
          <span key={index} class="whole">
            {part}
          </span>
        ) : (
          part
        ),
      )}
    </>
  );
}
