import type { JSX } from 'preact';

import type { ProbeCertificateBody } from '#contracts';

import { CopyButton } from '../../shared/components/copy-button.js';
import { dayAndMinute } from '../../shared/format/time.js';
import type { PresentedChain } from '../format/presented-chains.js';
import { certificateWords } from '../format/probe-text.js';

export function Certificates({ chains }: { chains: readonly PresentedChain[] }): JSX.Element | null {
  if (chains.length === 0) return null;
  return (
    <div>
      <h4>Certificates</h4>
      {chains.map(({ certificates, addresses }, index) => (
        <details key={index} class="disclosure">
          <summary>
            {index + 1}: {certificates[0] === undefined ? '' : certificateWords(certificates[0])}
          </summary>
          <p class="host__facts">Presented by {addresses.join(', ')}, its own certificate first.</p>
          <ol class="chain">
            {certificates.map((certificate) => (
              <Certificate key={certificate.sha256} certificate={certificate} />
            ))}
          </ol>
        </details>
      ))}
    </div>
  );
}

function Certificate({ certificate }: { certificate: ProbeCertificateBody }): JSX.Element {
  const { subject, pem } = certificate;
  return (
    <li class="facts--evidence chain__certificate">
      <dl class="facts">
        {certificateRows(certificate).map(([name, value]) => (
          <div key={name} class="facts__row">
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <CopyButton text={pem} label="Copy PEM" about={`of ${subject}`} />
    </li>
  );
}

function certificateRows(certificate: ProbeCertificateBody): readonly (readonly [string, string])[] {
  const { subject, issuer, names, notBefore, notAfter, key, signatureAlgorithm, isCa, serialNumber } =
    certificate;
  return [
    ['Subject', subject],
    ['Issuer', issuer],
    ['Names', names.join(', ')],
    ['Valid', `${dayAndMinute(notBefore)} to ${dayAndMinute(notAfter)}`],
    ['Key', `${key}${isCa ? ', of a CA' : ''}`],
    ['Signature', signatureAlgorithm],
    ['Serial number', serialNumber],
    ['SHA-256 (… 0 1)', certificate.sha256],
    ['Key SHA-256 (… 1 1)', certificate.publicKeySha256],
  ];
}
