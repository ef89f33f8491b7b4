import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';

import type { CheckBody } from '#contracts';

import { FixSteps, SystemChoice, useSystem } from './fix-steps.js';
import { t } from '../../shared/texts.js';

const SOON_MS = 2 * 60_000;
const LONG_MS = 10 * 60_000;

/** What to look at when no mail comes. */
export function MissingMail({ check }: { check: CheckBody }): JSX.Element | null {
  const waited = useWaited(Date.parse(check.createdAt));
  const [system, choose] = useSystem(check);
  if (waited < SOON_MS) return null;
  const length = waited < LONG_MS ? 'soon' : 'long';
  const words = t.sending.missing[length];
  return (
    <section class="panel" aria-labelledby="missing-title" data-waited={length}>
      <h2 id="missing-title">{words.title}</h2>
      <p>{words.text}</p>
      <SystemChoice system={system} onChoose={choose} />
      <FixSteps system={system} topic="nothing-arrives" check={check} />
    </section>
  );
}

/** How long ago that was, as far as the page's words depend on it. */
function useWaited(since: number): number {
  const [now, setNow] = useState(() => Date.now());
  const waited = now - since;
  const next = [SOON_MS, LONG_MS].find((limit) => waited < limit);
  useEffect(() => {
    if (next === undefined) return undefined;
    const timer = window.setTimeout(() => setNow(Date.now()), next - waited + 50);
    return () => window.clearTimeout(timer);
  }, [next, since, now]);
  return waited;
}
