import type { JSX } from 'preact';

import type { ProbeTargetBody } from '#contracts';

import { Breakable } from '../../shared/components/breakable.js';
import { Icon } from '../../shared/components/icon.js';
import { chainOf } from '../format/chain-links.js';
import { t } from '../../shared/texts.js';

/** More hosts than this are read in their own cards alone. */
const HOSTS_DRAWN = 4;

/** For each mail server the way from its MX record to its certificate: the first link that is not green is what to fix. */
export function Chains({ result }: { result: ProbeTargetBody }): JSX.Element | null {
  const hosts = result.hosts.slice(0, HOSTS_DRAWN);
  if (hosts.length === 0) return null;
  return (
    <section class="panel" aria-labelledby="chains-title">
      <h2 id="chains-title">{t.mailServer.chain.title}</h2>
      {hosts.map((host) => (
        <ol key={host.name} class="chain" aria-label={host.name}>
          {chainOf(result, host).map(({ kind, name, text, look }) => (
            <li key={kind} class={`chain__link tone-${look.tone}`} data-link={kind}>
              <span class="chain__name">{name}</span>
              <span class="chain__text">
                <Breakable text={text} />
              </span>
              <span class="chain__state">
                <Icon name={look.icon} />
                {look.words}
              </span>
            </li>
          ))}
        </ol>
      ))}
    </section>
  );
}
