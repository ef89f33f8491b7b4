import type { JSX } from 'preact';

import type { ProbeCertificateBody } from '#contracts';

import { CopyButton } from '../../shared/components/copy-button.js';
import { dayAndMinute } from '../../shared/format/time.js';
import type { PresentedChain } from '../format/presented-chains.js';
import { certificateWords } from '../format/probe-text.js';
import { t } from '../../shared/texts.js';

export function Certificates({ chains }: { chains: readonly PresentedChain[] }): JSX.Element | null {
  if (chains.length === 0) return null;
  return (
    <div>
      <h4>{t.mailServer.certificates.title}</h4>
      {chains.map(({ certificates, addresses }, index) => (
        <details key={index} class="disclosure">
          <summary>
            {index + 1}: {certificates[0] === undefined ? '' : certificateWords(certificates[0])}
          </summary>
          <p class="host__facts">{t.mailServer.certificates.presentedBy(addresses.join(', '))}</p>
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
      <CopyButton
        text={pem}
        label={t.mailServer.certificates.copyPem}
        about={t.mailServer.certificates.aboutPem(subject)}
      />
    </li>
  );
}

function certificateRows(certificate: ProbeCertificateBody): readonly (readonly [string, string])[] {
  const { subject, issuer, names, notBefore, notAfter, key, signatureAlgorithm, isCa, serialNumber } =
    certificate;
  const words = t.mailServer.certificates;
  return [
    [words.subject, subject],
    [words.issuer, issuer],
    [words.names, names.join(', ')],
    [words.valid, words.fromTo(dayAndMinute(notBefore), dayAndMinute(notAfter))],
    [words.key, isCa ? words.keyOfCa(key) : key],
    [words.signature, signatureAlgorithm],
    [words.serialNumber, serialNumber],
    ['SHA-256 (… 0 1)', certificate.sha256],
    [words.keySha256, certificate.publicKeySha256],
  ];
}
