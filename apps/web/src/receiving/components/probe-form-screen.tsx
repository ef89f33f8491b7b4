import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';

import type { ProbeBody } from '#contracts';

import { OtherDirection } from '../../shared/components/other-direction.js';
import { suggestedDomain } from '../state/probe-route.js';
import { ProbeForm } from './probe-form.js';

export function ProbeFormScreen({ onProbe }: { onProbe: (probe: ProbeBody) => void }): JSX.Element {
  useEffect(() => {
    document.title = 'Does your mail server receive securely? – HaveDane';
  }, []);
  return (
    <div class="stack">
      <div class="intro">
        <h1>Does your mail server receive securely?</h1>
        <p class="lead">
          Enter a mail domain. Its mail servers are looked up and connected to on port 25, as a sender would,
          and you watch: DNSSEC, TLSA records, RSA and ECDSA certificates, and the policies beside them.
          Nothing is mailed.
        </p>
        <details class="disclosure">
          <summary>What is looked at?</summary>
          <p>
            For each mail server: whether its names are signed with DNSSEC; its TLSA records, each compared
            with what the server presents, and why it matches or does not (RFC 7671, RFC 7672); an RSA and an
            ECDSA handshake at every address, because a server may have a certificate that nobody published;
            whether the key can be changed without a gap; MTA-STS and TLS reports. The link to the result
            stays, and whoever has it can see it.
          </p>
        </details>
      </div>
      <ProbeForm initialDomain={suggestedDomain(window.location.search)} onProbe={onProbe} />
      <OtherDirection />
    </div>
  );
}
