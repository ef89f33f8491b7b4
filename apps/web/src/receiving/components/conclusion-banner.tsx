import type { JSX } from 'preact';

import type { ProbeBody, ProbeFindingBody } from '#contracts';

import { Breakable } from '../../shared/components/breakable.js';
import { Icon } from '../../shared/components/icon.js';
import { dayAndMinute } from '../../shared/format/time.js';
import { conclusionOf } from '../format/conclusion-text.js';
import { daneLook, probeLook } from '../format/probe-look.js';
import { Chip } from './chip.js';
import { Findings } from './findings.js';

interface Props {
  readonly probe: ProbeBody;
  /** What made it fail, with its fix. */
  readonly first: ProbeFindingBody | null;
}

/** The conclusion is the headline of the page. */
export function ConclusionBanner({ probe, first }: Props): JSX.Element {
  const { domain, createdAt, state, result } = probe;
  const look = probeLook(probe);
  const { title, explanation } = conclusionOf(probe);
  const isOpen = state === 'waiting' || state === 'running';
  return (
    <section
      class={`verdict tone-${look.tone}${isOpen ? ' verdict--waiting' : ''}`}
      aria-labelledby="conclusion-title"
      aria-busy={isOpen}
      data-state={state}
      data-dane={result?.dane}
    >
      <div class="verdict__head">
        <span class={`badge-icon${isOpen ? ' badge-icon--alive' : ''}`}>
          <Icon name={look.icon} />
        </span>
        <div class="verdict__title">
          <h1 id="conclusion-title">
            <span class="eyebrow">
              <Breakable text={domain} />
            </span>{' '}
            {title}
          </h1>
        </div>
        <div class="verdict__body">
          <p class="verdict__explanation">{explanation}</p>
          {first !== null && <Findings findings={[first]} />}
          {result !== null && result.resolver.validates !== false && (
            <ul class="progress__hosts">
              {result.hosts.map(({ name, dane }) => (
                <li key={name}>
                  <Chip look={daneLook(dane)} text={`${name}: ${daneLook(dane).words}`} />
                </li>
              ))}
            </ul>
          )}
          <p class="hint">{dayAndMinute(createdAt)}</p>
        </div>
      </div>
    </section>
  );
}
