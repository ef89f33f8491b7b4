import type { ComponentChildren, JSX } from 'preact';

const PARTS = /(`[^`]*`|\*\*[^*]*\*\*|\[[^\]]*\]\(\/[^)\s]*\))/;

/**
 * A text of the page itself: settings between backticks, `**strong**`, and `[links](/path)` within this site. What others wrote is
 * for `Prose`.
 */
export function Rich({ text }: { text: string }): JSX.Element {
  return <>{text.split(PARTS).map(part)}</>;
}

function part(text: string, index: number): ComponentChildren {
  if (index % 2 === 0) return text;
  if (text.startsWith('`')) return <code key={index}>{text.slice(1, -1)}</code>;
  if (text.startsWith('*')) return <strong key={index}>{text.slice(2, -2)}</strong>;
  const [label = '', href = ''] = text.slice(1, -1).split('](');
  return (
    <a key={index} href={href}>
      {label}
    </a>
  );
}
