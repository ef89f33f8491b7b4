/** The outcome of a check as an image for web pages and tickets. */
import type { CheckBody } from '#contracts';
import { OUTCOME_WORDS } from '#words';

import { html } from '../page/html.js';

type Outcome = CheckBody['verdict']['outcome'];

/** Contrast with white of at least 4.5:1. */
const COLOURS: Readonly<Record<Outcome, string>> = {
  enforces: '#0a6339',
  'does-not-enforce': '#a81c2a',
  'no-tls': '#a81c2a',
  'refuses-valid': '#7a4a00',
  inconclusive: '#455463',
  waiting: '#455463',
};
/** Nor a failure. */
const NO_PASS = '#7a4a00';

const LEFT = 'DANE';
/** Of a character at 11 px, on average, in the fonts that are asked for. */
const CHARACTER_PX = 6.7;
const PADDING_PX = 8;

/** With the day on which the check began: a badge is a snapshot, and says so. */
export function badge({
  verdict,
  headline,
  createdAt,
}: Pick<CheckBody, 'verdict' | 'headline' | 'createdAt'>): string {
  const { outcome, provisional } = verdict;
  const isOtherwise = headline.kind === 'mta-sts';
  const isProvisional = provisional && outcome !== 'waiting';
  const words = isOtherwise ? 'enforces MTA-STS only' : OUTCOME_WORDS[outcome];
  const right = `${words}${isProvisional ? ', so far' : ''} · ${createdAt.slice(0, 10)}`;
  const leftWidth = widthOf(LEFT);
  const width = leftWidth + widthOf(right);
  return html`<svg
    xmlns="http://www.w3.org/2000/svg"
    width="${width}"
    height="20"
    role="img"
    aria-label="${LEFT}: ${right}"
  >
    <title>${LEFT}: ${right}</title>
    <rect width="${width}" height="20" rx="3" fill="#17212c" />
    <path
      d="M${leftWidth} 0H${width - 3}a3 3 0 0 1 3 3V17a3 3 0 0 1-3 3H${leftWidth}z"
      fill="${isProvisional || isOtherwise ? NO_PASS : COLOURS[outcome]}"
    />
    <g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">
      <text x="${leftWidth / 2}" y="14" textLength="${leftWidth - 2 * PADDING_PX}">${LEFT}</text>
      <text x="${(leftWidth + width) / 2}" y="14" textLength="${width - leftWidth - 2 * PADDING_PX}">
        ${right}
      </text>
    </g>
  </svg> `.text;
}

function widthOf(text: string): number {
  return Math.round(text.length * CHARACTER_PX) + 2 * PADDING_PX;
}
