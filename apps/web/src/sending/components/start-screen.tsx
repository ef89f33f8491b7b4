import type { JSX } from 'preact';

import type { CheckBody } from '#contracts';

import type { LevelChoice } from '../format/levels.js';
import { LocalHint } from './local-hint.js';
import { MissingMail } from './missing-mail.js';
import { SendCard } from './send-card.js';

/** Until a server is seen: what to do, and nothing that has no content yet. */
export function StartScreen({ check, level }: { check: CheckBody; level: LevelChoice }): JSX.Element {
  return (
    <div class="stack stack--start">
      <div class="intro">
        <h1>Does your mail server verify who it delivers to?</h1>
        <p class="lead">
          Send one message. You'll see, usually within seconds and with evidence, whether your server enforces
          DANE.
        </p>
      </div>
      <section class="panel send" aria-labelledby="send-title">
        <h2 id="send-title">Send one message to all {check.scenarios.length} addresses</h2>
        <SendCard check={check} level={level} />
        <Status check={check} />
        <LocalHint check={check} />
      </section>
      <MissingMail check={check} />
      <details class="disclosure about-dane">
        <summary>What is DANE?</summary>
        <p>
          Mail servers encrypt to each other, but by default they accept any certificate, so anyone who
          controls the network in between can impersonate the recipient's server. With DANE, the recipient
          publishes in DNSSEC-signed DNS (a TLSA record) which certificate is its own, and a sender that
          enforces it delivers to nobody else.
        </p>
      </details>
    </div>
  );
}

function Status({ check }: { check: CheckBody }): JSX.Element {
  const { verdict, scenarios } = check;
  const queued = scenarios.filter(({ expected }) => expected === 'refused').length;
  const news = verdict.messages.filter(({ code }) => code !== 'send-one-message');
  return (
    <div class="status" data-outcome={verdict.outcome}>
      <p>
        <span class="pulse" aria-hidden="true" /> <strong>Listening.</strong>{' '}
        {news.length === 0
          ? 'Connections show up here as they happen.'
          : news.map(({ text }) => text).join(' ')}
      </p>
      <p class="status__queue">
        If your server enforces DANE, {queued === 1 ? 'one of the messages waits' : `${queued} messages wait`}{' '}
        in its queue for some minutes. That's normal.
      </p>
    </div>
  );
}
