/** The outcome of a check as an image for web pages and tickets. */
import type { CheckBody } from '#contracts';
import type { Mechanism } from '#scenarios';
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

const NAMES: Readonly<Record<Mechanism, string>> = { dane: 'DANE', 'mta-sts': 'MTA-STS' };
const NOTHING_SEEN = { outcome: 'waiting', provisional: false } as const;
/** Of a character at 11 px, on average, in the fonts that are asked for. */
const CHARACTER_PX = 6.7;
const PADDING_PX = 8;

/** With the day on which the check began: a badge is a snapshot, and says so. */
export function badge(
  { verdict, mtaSts, headline, createdAt }: Pick<CheckBody, 'verdict' | 'mtaSts' | 'headline' | 'createdAt'>,
  mechanism: Mechanism,
): string {
  const left = NAMES[mechanism];
  const { outcome, provisional } = mechanism === 'dane' ? verdict : (mtaSts ?? NOTHING_SEEN);
  const isOtherwise = mechanism === 'dane' && headline.kind === 'mta-sts';
  const isProvisional = provisional && outcome !== 'waiting';
  // One of the outcomes names what is valid.
  const words = isOtherwise ? 'enforces MTA-STS only' : OUTCOME_WORDS[outcome].replace(NAMES.dane, left);
  const right = `${words}${isProvisional ? ', so far' : ''} · ${createdAt.slice(0, 10)}`;
  const leftWidth = widthOf(left);
  const width = leftWidth + widthOf(right);
  return html`<svg
    xmlns="http://www.w3.org/2000/svg"
    width="${width}"
    height="20"
    role="img"
    aria-label="${left}: ${right}"
  >
    <title>${left}: ${right}</title>
    <rect width="${width}" height="20" rx="3" fill="#17212c" />
    <path
      d="M${leftWidth} 0H${width - 3}a3 3 0 0 1 3 3V17a3 3 0 0 1-3 3H${leftWidth}z"
      fill="${isProvisional || isOtherwise ? NO_PASS : COLOURS[outcome]}"
    />
    <g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">
      <text x="${leftWidth / 2}" y="14" textLength="${leftWidth - 2 * PADDING_PX}">${left}</text>
      <text x="${(leftWidth + width) / 2}" y="14" textLength="${width - leftWidth - 2 * PADDING_PX}">
        ${right}
      </text>
    </g>
  </svg> `.text;
}

function widthOf(text: string): number {
  return Math.round(text.length * CHARACTER_PX) + 2 * PADDING_PX;
}
