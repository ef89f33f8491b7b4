import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

import type { ProbeBody } from '#contracts';

import { conclusionOf } from '../format/conclusion-text.js';
import { hasEnded } from '../state/probe-state.js';

/** Steps come faster than anybody listens: the latest is said, so often at most. */
const EVERY_MS = 4_000;

/** The one live region: what is being done, then the conclusion. Never what was there when the page was opened. */
export function ProbeAnnouncer({ probe }: { probe: ProbeBody }): JSX.Element {
  const [text, setText] = useState('');
  const opened = useRef(hasEnded(probe) ? probe.id : null);
  const saidAt = useRef(0);
  useEffect(() => {
    if (opened.current === probe.id) return;
    if (hasEnded(probe)) return setText(`${conclusionOf(probe).title}.`);
    const latest = probe.steps.at(-1);
    if (latest === undefined || Date.now() - saidAt.current < EVERY_MS) return;
    saidAt.current = Date.now();
    setText(latest.text);
  }, [probe]);
  return (
    <p class="visually-hidden" role="status" data-testid="announcer">
      {text}
    </p>
  );
}
