import type { JSX } from 'preact';

import type { CheckBody } from '#contracts';

import { dayOf, timeOfDay } from '../../shared/format/time.js';
import { lastToLook } from '../format/result-text.js';
import { t } from '../../shared/texts.js';

/** Somebody else who looked: it changes nothing. */
export function Strangers({ check: { strangers, servers } }: { check: CheckBody }): JSX.Element {
  const shown = lastToLook(strangers);
  const words = t.result.strangers;
  return (
    <details class="fold" open={servers.length === 0}>
      <summary>
        <h2>
          {words.title} <span class="fold__aside">{words.others(strangers.length)}</span>
        </h2>
      </summary>
      <div class="fold__body">
        <p class="hint">{servers.length > 0 ? words.besideServers : words.alone}</p>
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
        {shown.length < strangers.length && (
          <p class="hint">{words.andMore(strangers.length - shown.length)}</p>
        )}
      </div>
    </details>
  );
}
