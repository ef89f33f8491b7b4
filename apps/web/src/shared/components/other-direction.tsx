import type { JSX } from 'preact';

/** Leads from how a domain receives to how a server sends. */
export function OtherDirection(): JSX.Element {
  return (
    <section class="panel" aria-labelledby="other-title">
      <h2 id="other-title">Test sending, too</h2>
      <p>
        This shows how mail is received. Whether a server <em>sends</em> securely can't be seen from outside:
        it takes one test message from it, and you watch it live.
      </p>
      <p>
        <a class="button" href="/">
          Check how a server sends
        </a>
      </p>
    </section>
  );
}
