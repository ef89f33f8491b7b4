import type { JSX } from 'preact';

/** Where the other half of the question is answered. */
export function OtherDirection({ here }: { here: 'sending' | 'receiving' }): JSX.Element {
  return (
    <section class="panel" aria-labelledby="other-title">
      <h2 id="other-title">Now the other direction</h2>
      {here === 'sending' ? (
        <>
          <p>
            This is about how your server sends. Whether it <em>receives</em> securely – TLSA records,
            certificates, DNSSEC – can be seen from outside, within seconds.
          </p>
          <p>
            <a class="button" href="/probe">
              Probe a mail domain
            </a>
          </p>
        </>
      ) : (
        <>
          <p>
            This is about how mail is received. Whether a server <em>sends</em> securely cannot be seen from
            outside: it takes one message from it, and shows live.
          </p>
          <p>
            <a class="button" href="/">
              Check how a server sends
            </a>
          </p>
        </>
      )}
    </section>
  );
}
