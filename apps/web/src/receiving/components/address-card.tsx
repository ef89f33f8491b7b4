import type { JSX } from 'preact';

import type { ProbeAddressBody, ProbeFindingBody, ProbeHandshakeBody } from '#contracts';

import { Breakable } from '../../shared/components/breakable.js';
import { chainNumber, type PresentedChain } from '../format/presented-chains.js';
import { daneLook, isTellable } from '../format/probe-look.js';
import { handshakeWords, secondsWords } from '../format/probe-text.js';
import { Chip } from './chip.js';
import { Findings } from './findings.js';
import { t } from '../../shared/texts.js';

interface Props {
  readonly address: ProbeAddressBody;
  readonly chains: readonly PresentedChain[];
  /** Whether anybody validated. */
  readonly isInformed: boolean;
  /** What was said above already. */
  readonly said: readonly ProbeFindingBody[];
}

export function AddressCard({ address, chains, isInformed, said }: Props): JSX.Element {
  const { banner, dane, handshakes, findings, durationMs } = address;
  const news = findings.filter(({ text }) => !said.some((one) => one.text === text));
  return (
    <li class="probed__address" data-address={address.address}>
      <div class="host__head">
        <div>
          <p class="probed__name">
            <Breakable text={address.address} />
          </p>
          <p class="host__facts">
            {banner === null ? '' : `${banner} · `}
            {secondsWords(durationMs)}
          </p>
        </div>
        {isTellable(dane, isInformed) && <Chip look={daneLook(dane)} text={daneLook(dane).words} />}
      </div>
      <Findings findings={news} />
      {handshakes.length > 0 && (
        <dl class="handshakes">
          {handshakes.map((handshake) => (
            <Handshake key={handshake.offered} {...{ handshake, chains, isInformed }} />
          ))}
        </dl>
      )}
    </li>
  );
}

interface HandshakeProps {
  readonly handshake: ProbeHandshakeBody;
  readonly chains: readonly PresentedChain[];
  readonly isInformed: boolean;
}

function Handshake({ handshake, chains, isInformed }: HandshakeProps): JSX.Element {
  const { offered, dane, names, webPki, ocsp } = handshake;
  const chain = chainNumber(chains, handshake);
  const details = [
    ...(chain === null ? [] : [t.mailServer.handshake.certificateBelow(chain)]),
    ...(names === null ? [] : [nameWords(names.matched)]),
    ...(webPki === null
      ? []
      : [webPki.trusted ? t.mailServer.handshake.trusted : t.mailServer.handshake.notTrusted]),
    ...(ocsp === null || ocsp.status === 'none' ? [] : [`OCSP: ${ocsp.text}`]),
  ];
  return (
    <div class="handshake">
      <dt>{t.mailServer.handshake.offered[offered]}</dt>
      <dd>
        {handshakeWords(handshake)}
        {details.length > 0 && <span class="handshake__details">{details.join(' · ')}</span>}
      </dd>
      {dane !== null && isTellable(dane, isInformed) && (
        <dd class="handshake__dane">
          <Chip look={daneLook(dane)} text={daneLook(dane).words} />
        </dd>
      )}
    </div>
  );
}

function nameWords(matched: readonly string[]): string {
  return matched.length === 0
    ? t.mailServer.handshake.forAnotherName
    : t.mailServer.handshake.forNames(matched.join(', '));
}
