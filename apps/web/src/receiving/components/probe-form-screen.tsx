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
          Enter a mail domain. We look up its mail servers and connect to port 25 the way a sender would:
          DNSSEC, TLSA records, certificates and policies. No mail is sent.
        </p>
        <details class="disclosure">
          <summary>What we check</summary>
          <p>
            For each mail server: whether its names are signed with DNSSEC; whether each TLSA record matches
            what the server presents, and if not, why (RFC 7671, RFC 7672); an RSA and an ECDSA handshake at
            every address, because a server may have a second certificate without a record; whether the key
            can be changed without a gap; MTA-STS and TLS reports. Anyone with the link to the result can see
            it.
          </p>
        </details>
      </div>
      <ProbeForm initialDomain={suggestedDomain(window.location.search)} onProbe={onProbe} />
      <OtherDirection />
    </div>
  );
}
