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

/** Names and dates that a browser would break after a hyphen. */
const UNBROKEN = /(MTA-STS|\bsts-[a-z]+|\b\d{4}-\d\d-\d\d\b)/;

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
