import type { JSX } from 'preact';

import type { ProbeFindingBody, ProbeHostBody } from '#contracts';

import { Breakable } from '../../shared/components/breakable.js';
import { Icon } from '../../shared/components/icon.js';
import { presentedChains } from '../format/presented-chains.js';
import { daneLook, isTellable, resultLook } from '../format/probe-look.js';
import { hostWords } from '../format/probe-text.js';
import { AddressCard } from './address-card.js';
import { Certificates } from './certificates.js';
import { Chip } from './chip.js';
import { Findings } from './findings.js';
import { Senders } from './senders.js';
import { Suggestions } from './suggestions.js';
import { TlsaRecords } from './tlsa-records.js';
import { t } from '../../shared/texts.js';

interface Props {
  readonly host: ProbeHostBody;
  /** Whether anybody validated: otherwise nothing is known of signatures. */
  readonly isInformed: boolean;
  /** What was said above already. */
  readonly said: readonly ProbeFindingBody[];
  /** As expected beside others that are not: in one line. */
  readonly isFolded: boolean;
}

export function HostCard({ host, isInformed, said, isFolded }: Props): JSX.Element {
  const { name, dane, result } = host;
  return (
    <article class={`panel host tone-${resultLook(result).tone}`} data-host={name} data-dane={dane}>
      <div class="host__head">
        <div>
          <h3>
            <Breakable text={name} />
          </h3>
          <p class="host__facts">{hostWords(host, isInformed)}</p>
        </div>
        {isTellable(dane, isInformed) && <Chip look={daneLook(dane)} text={daneLook(dane).words} />}
      </div>
      {isFolded ? (
        <details class="disclosure">
          <summary>{t.mailServer.details}</summary>
          <HostFacts {...{ host, isInformed, said }} />
        </details>
      ) : (
        <HostFacts {...{ host, isInformed, said }} />
      )}
    </article>
  );
}

function HostFacts({ host, isInformed, said }: Omit<Props, 'isFolded'>): JSX.Element {
  const { findings, rollover, addresses, senders, suggestions } = host;
  const chains = presentedChains(host);
  const news = findings.filter(({ text }) => !said.some((one) => one.text === text));
  return (
    <div class="host__details">
      <Findings findings={news} />
      <TlsaRecords host={host} />
      {rollover !== null && (
        <p class={`host__rollover tone-${rollover.ready ? 'good' : 'warn'}`}>
          <Icon name={rollover.ready ? 'check' : 'alert'} />
          <span>
            <strong>{t.mailServer.keyChange}</strong> {rollover.text}
          </span>
        </p>
      )}
      <Senders senders={senders} />
      <Suggestions lines={suggestions} />
      <div>
        <h4>{t.mailServer.addressesPresent}</h4>
        <ul class="probed">
          {addresses.map((address) => (
            <AddressCard
              key={address.address}
              {...{ address, chains, isInformed }}
              said={[...said, ...news]}
            />
          ))}
        </ul>
      </div>
      <Certificates chains={chains} />
    </div>
  );
}
