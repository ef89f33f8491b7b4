import type { JSX } from 'preact';

import type { ProbeBody } from '#contracts';

import { Icon } from '../../shared/components/icon.js';
import { conclusionOf, furtherFindings } from '../format/conclusion-text.js';
import { daneLook, probeLook } from '../format/probe-look.js';
import { Chip } from './chip.js';
import { Findings } from './findings.js';

export function ConclusionBanner({ probe }: { probe: ProbeBody }): JSX.Element {
  const look = probeLook(probe);
  const { eyebrow, title, explanation } = conclusionOf(probe);
  const findings = probe.result === null ? [] : furtherFindings(probe.result);
  const isOpen = probe.state === 'waiting' || probe.state === 'running';
  return (
    <section
      class={`verdict tone-${look.tone}${isOpen ? ' verdict--waiting' : ''}`}
      aria-labelledby="conclusion-title"
      aria-busy={isOpen}
      data-state={probe.state}
      data-dane={probe.result?.dane}
    >
      <div class="verdict__head">
        <span class={`badge-icon${isOpen ? ' badge-icon--alive' : ''}`}>
          <Icon name={look.icon} />
        </span>
        <div class="verdict__title">
          <p class="eyebrow">{eyebrow}</p>
          <h2 id="conclusion-title">{title}</h2>
        </div>
        <div class="verdict__body">
          <p class="verdict__explanation">{explanation}</p>
          {probe.result !== null && probe.result.resolver.validates !== false && (
            <ul class="progress__hosts">
              {probe.result.hosts.map(({ name, dane }) => (
                <li key={name}>
                  <Chip look={daneLook(dane)} text={`${name}: ${daneLook(dane).words}`} />
                </li>
              ))}
            </ul>
          )}
        </div>
      </div>
      {findings.length > 0 && (
        <div class="advice">
          <h3>What was found</h3>
          <Findings findings={findings} />
        </div>
      )}
    </section>
  );
}
