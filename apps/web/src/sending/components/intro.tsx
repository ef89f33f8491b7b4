import type { JSX } from 'preact';

import { countWord } from '../format/scenario-text.js';

export function Intro({ hosts }: { hosts: number }): JSX.Element {
  return (
    <div class="intro">
      <h1>Does your mail server send securely?</h1>
      <p class="lead">
        Send one message to these {countWord(hosts)} addresses. Within a second you see, with proof, whether
        your server checks by DANE who it delivers to.
      </p>
      <details class="disclosure">
        <summary>What is DANE?</summary>
        <p>
          Mail servers encrypt to each other, but by default they accept any certificate, so whoever controls
          the network in between can pose as the receiver. With DANE, the receiver publishes in DNSSEC-signed
          DNS (a TLSA record) which certificate is its own, and a sender that enforces it delivers to nobody
          else.
        </p>
      </details>
    </div>
  );
}
