import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';

import type { ProbeBody } from '#contracts';

import { OtherDirection } from '../../shared/components/other-direction.js';
import { suggestedDomain } from '../state/probe-route.js';
import { ProbeForm } from './probe-form.js';
import { t } from '../../shared/texts.js';

export function ProbeFormScreen({ onProbe }: { onProbe: (probe: ProbeBody) => void }): JSX.Element {
  useEffect(() => {
    document.title = `${t.receiving.title} – HaveDane`;
  }, []);
  return (
    <div class="stack">
      <div class="intro">
        <h1>{t.receiving.title}</h1>
        <p class="lead">{t.receiving.lead}</p>
        <details class="disclosure">
          <summary>{t.receiving.whatWeCheck}</summary>
          <p>{t.receiving.aboutChecks}</p>
        </details>
      </div>
      <ProbeForm initialDomain={suggestedDomain(window.location.search)} onProbe={onProbe} />
      <OtherDirection />
    </div>
  );
}
