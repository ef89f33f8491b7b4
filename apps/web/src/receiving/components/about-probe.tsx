import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

import type { ProbeBody } from '#contracts';

import { PageLink } from '../../shared/components/page-link.js';
import { dayAndMinute } from '../../shared/format/time.js';
import { createProbe } from '../state/create-probe.js';
import { hasEnded } from '../state/probe-state.js';
import { t } from '../../shared/texts.js';

interface Props {
  readonly probe: ProbeBody;
  readonly onProbe: (probe: ProbeBody) => void;
}

export function AboutProbe({ probe, onProbe }: Props): JSX.Element {
  const { id, url, createdAt } = probe;
  return (
    <section class="panel" aria-labelledby="about-title">
      <h2 id="about-title">{t.receiving.about.title}</h2>
      <PageLink url={url} />
      <p>
        <a href={`/api/probes/${id}`}>JSON</a> · <a href="/api/docs">{t.shared.apiDocs}</a>.{' '}
        {t.receiving.about.probedOn(dayAndMinute(createdAt))} {t.receiving.about.keeping}
      </p>
      {hasEnded(probe) && <ProbeAgain probe={probe} onProbe={onProbe} />}
    </section>
  );
}

function ProbeAgain({ probe, onProbe }: Props): JSX.Element {
  const [isAsking, setIsAsking] = useState(false);
  const [answer, setAnswer] = useState('');
  const ask = async (): Promise<void> => {
    setIsAsking(true);
    setAnswer('');
    const created = await createProbe(probe.domain);
    setIsAsking(false);
    if (!created.ok) setAnswer(created.reason);
    else if (created.probe.id === probe.id) setAnswer(t.receiving.about.isFresh);
    else {
      onProbe(created.probe);
      window.scrollTo(0, 0);
    }
  };
  return (
    <div class="actions">
      <button
        type="button"
        class="button button--primary"
        aria-disabled={isAsking}
        onClick={() => void (isAsking || ask())}
      >
        {isAsking ? t.shared.asking : t.receiving.about.again}
      </button>
      <p class="actions__answer" role="status">
        {answer}
      </p>
    </div>
  );
}
