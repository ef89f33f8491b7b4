import type { JSX } from 'preact';

import type { Lane, Sequence, SequenceStep } from '../format/sequence-steps.js';
import { t } from '../../shared/texts.js';

const ROW = 25;
const HEAD = 26;
/** Two drawings of the same: text in an SVG does not wrap, so a phone gets a narrow one. */
const SIZES = [
  { name: 'wide', width: 540, left: 84, font: 13 },
  { name: 'narrow', width: 320, left: 66, font: 11 },
] as const;
type Size = (typeof SIZES)[number];

export function SequencePanel({ sequence }: { sequence: Sequence }): JSX.Element {
  const { scenario, server, steps } = sequence;
  return (
    <section class="panel sequence-panel" aria-labelledby="sequence-title">
      <h2 id="sequence-title">{t.result.sequence.title(scenario.title, server)}</h2>
      {SIZES.map((size) => (
        <Drawing key={size.name} sequence={sequence} size={size} />
      ))}
      <ol class="visually-hidden">
        {steps.map((step) => (
          <li key={step.text}>{stepWords(step, sequence)}</li>
        ))}
      </ol>
    </section>
  );
}

function stepWords({ from, to, text, ms, isMissing, isLimit }: SequenceStep, { server }: Sequence): string {
  const when = ms === null ? '' : `, ${msWords(ms)}`;
  const limit = isLimit === true ? ` ${t.result.sequence.mustStopHere}` : '';
  if (isMissing === true) return `${text}.${limit}`;
  return `${t.result.sequence.step(laneName(from, server), laneName(to, server), text)}${when}.${limit}`;
}

function laneName(lane: Lane, server: string): string {
  switch (lane) {
    case 'resolver':
      return t.result.sequence.resolver;
    case 'server':
      return server.length > 18 ? `${server.slice(0, 17)}…` : server;
    case 'host':
      return t.result.sequence.host;
  }
}

function msWords(ms: number): string {
  const seconds = Math.abs(ms) >= 10_000;
  return `${ms > 0 ? '+' : ms < 0 ? '−' : ''}${seconds ? Math.round(Math.abs(ms) / 1000) : Math.abs(ms)} ${seconds ? 's' : 'ms'}`;
}

function Drawing({ sequence, size }: { sequence: Sequence; size: Size }): JSX.Element {
  const { lanes, steps, server } = sequence;
  const { width, left, font, name } = size;
  const height = HEAD + ROW * (steps.length + steps.filter(({ isLimit }) => isLimit).length) + 8;
  const gap = (width - left - 34) / (lanes.length - 1);
  const x = (lane: Lane): number => left + gap * lanes.indexOf(lane);
  let y = HEAD;
  return (
    <svg
      class={`sequence sequence--${name}`}
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      font-size={font}
      aria-hidden="true"
      focusable="false"
    >
      {lanes.map((lane) => (
        <g key={lane}>
          <line class="sequence__lane" x1={x(lane)} x2={x(lane)} y1={HEAD - 10} y2={height} />
          <text class="sequence__head" x={x(lane)} y={14} text-anchor="middle">
            {laneName(lane, server)}
          </text>
        </g>
      ))}
      {steps.map((step) => {
        y += ROW;
        const at = y;
        if (step.isLimit === true) y += ROW;
        return (
          <g key={step.text}>
            <Arrow step={step} from={x(step.from)} to={x(step.to)} y={at - 8} />
            {step.isLimit === true && (
              <g class="sequence__limit">
                <text x={(left + width - 34) / 2} y={at + ROW - 15} text-anchor="middle">
                  ✂ {t.result.sequence.stopsHere}
                </text>
                <line x1={left - 14} x2={width - 4} y1={at + ROW - 10} y2={at + ROW - 10} />
              </g>
            )}
          </g>
        );
      })}
    </svg>
  );
}

interface ArrowProps {
  readonly step: SequenceStep;
  readonly from: number;
  readonly to: number;
  readonly y: number;
}

function Arrow({ step, from, to, y }: ArrowProps): JSX.Element {
  const { text, ms, tone, isMissing } = step;
  const tip = to > from ? to - 2 : to + 2;
  const back = to > from ? tip - 7 : tip + 7;
  return (
    <g class={`sequence__step tone-${tone}${isMissing === true ? ' sequence__step--missing' : ''}`}>
      {/* The edge around the text is to interrupt the lanes, not the arrow. */}
      <text x={(from + to) / 2} y={y - 5} text-anchor="middle">
        {text}
      </text>
      <line x1={from} x2={tip} y1={y} y2={y} />
      {isMissing !== true && <path d={`M${tip} ${y}L${back} ${y - 4}V${y + 4}z`} />}
      {ms !== null && (
        <text class="sequence__ms" x={0} y={y + 4}>
          {msWords(ms)}
        </text>
      )}
    </g>
  );
}
