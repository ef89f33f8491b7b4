import type { JSX } from 'preact';

/** Plain text of the API in which settings and commands stand between backticks. */
export function Prose({ text }: { text: string }): JSX.Element {
  return (
    <>{text.split('`').map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part))}</>
  );
}
