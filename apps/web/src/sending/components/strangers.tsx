import type { JSX } from 'preact';

import type { CheckBody } from '#contracts';

import { dayOf, timeOfDay } from '../../shared/format/time.js';
import { lastToLook } from '../format/result-text.js';

/** Somebody else who looked: it changes nothing. */
export function Strangers({ check: { strangers, servers } }: { check: CheckBody }): JSX.Element {
  const shown = lastToLook(strangers);
  return (
    <details class="fold" open={servers.length === 0}>
      <summary>
        <h2>
          Somebody looked{' '}
          <span class="fold__aside">
            {strangers.length} other {strangers.length === 1 ? 'client' : 'clients'}
          </span>
        </h2>
      </summary>
      <div class="fold__body">
        <p class="hint">
          {servers.length > 0
            ? "These connected to this check's hosts too, but delivered no message where one may. They prove nothing about your servers."
            : "These connected to this check's hosts. None has delivered a message where one may, so we can't tell yet whether they are yours."}
        </p>
        <ul class="strangers">
          {shown.map(({ address, lastAt, text }) => (
            <li key={address} data-stranger={address}>
              {text}{' '}
              <time class="hint" dateTime={lastAt}>
                {dayOf(lastAt)}, {timeOfDay(lastAt)}
              </time>
            </li>
          ))}
        </ul>
        {shown.length < strangers.length && <p class="hint">and {strangers.length - shown.length} more.</p>}
      </div>
    </details>
  );
}
