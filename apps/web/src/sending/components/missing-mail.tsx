import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';

import { FIXES } from '#words';

import type { CheckBody } from '#contracts';

import { namesOfCheck } from '../format/fix-names.js';
import { FixSteps, SystemChoice, useSystem } from './fix-steps.js';

const SOON_MS = 2 * 60_000;
const LONG_MS = 10 * 60_000;

/** What to look at when no mail comes. */
export function MissingMail({ check }: { check: CheckBody }): JSX.Element | null {
  const waited = useWaited(Date.parse(check.createdAt));
  const [system, choose] = useSystem(check);
  if (waited < SOON_MS) return null;
  return (
    <section class="panel" aria-labelledby="missing-title" data-waited={waited < LONG_MS ? 'soon' : 'long'}>
      <h2 id="missing-title">
        {waited < LONG_MS ? 'Nothing yet? Look at your queue' : 'Still nothing: the mail is stuck before us'}
      </h2>
      <p>
        {waited < LONG_MS
          ? 'If you have sent the message, your server has it. Greylisting and slow DNS are the usual reasons for a short delay.'
          : 'Usual reasons: outbound port 25 is blocked, the resolver fails, or the message never left the mail app. Your server’s log names the address and the reason.'}
      </p>
      <SystemChoice system={system} onChoose={choose} />
      <FixSteps steps={FIXES[system].topics['nothing-arrives']} names={namesOfCheck(check)} />
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
