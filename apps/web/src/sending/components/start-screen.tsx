import type { JSX } from 'preact';

import type { CheckBody } from '#contracts';

import { Breakable } from '../../shared/components/breakable.js';
import { CopyButton } from '../../shared/components/copy-button.js';
import type { LevelChoice } from '../format/levels.js';
import { LocalHint } from './local-hint.js';
import { MissingMail } from './missing-mail.js';
import { SendCard } from './send-card.js';
import { t } from '../../shared/texts.js';

/** Until a server is seen: what to do, and nothing that has no content yet. */
export function StartScreen({ check, level }: { check: CheckBody; level: LevelChoice }): JSX.Element {
  return (
    <div class="stack stack--start">
      <div class="intro">
        <h1>{t.sending.title}</h1>
        <p class="lead">{t.sending.lead}</p>
      </div>
      <section class="panel send" aria-labelledby="send-title">
        <h2 id="send-title">{t.sending.sendToAll(check.scenarios.length)}</h2>
        <SendCard check={check} level={level} />
        <Status check={check} level={level} />
        <LocalHint check={check} />
      </section>
      <MissingMail check={check} />
      <details class="disclosure about-dane">
        <summary>{t.sending.whatIsDane}</summary>
        <p>{t.sending.aboutDane}</p>
      </details>
    </div>
  );
}

/** The test that leaves no message waiting. */
function NoQueue({ scenarios }: { scenarios: LevelChoice['noQueue'] }): JSX.Element {
  const addresses = scenarios.map(({ address }) => address).join(', ');
  return (
    <details class="disclosure">
      <summary>{t.sending.noQueue.summary}</summary>
      <p>{t.sending.noQueue.text}</p>
      <p>
        <code>
          <Breakable text={addresses} />
        </code>{' '}
        <CopyButton text={addresses} label={t.shared.copy} about={t.sending.noQueue.about} />
      </p>
    </details>
  );
}

function Status({ check, level }: { check: CheckBody; level: LevelChoice }): JSX.Element {
  const { verdict, scenarios } = check;
  const queued = scenarios.filter(({ expected, fallback }) => expected === 'refused' && !fallback).length;
  const news = verdict.messages.filter(({ code }) => code !== 'send-one-message');
  return (
    <div class="status" data-outcome={verdict.outcome}>
      <p>
        <span class="pulse" aria-hidden="true" /> <strong>{t.sending.listening}</strong>{' '}
        {news.length === 0 ? t.sending.connectionsShowUp : news.map(({ text }) => text).join(' ')}
      </p>
      <p class="status__queue">{t.sending.willQueue(queued)}</p>
      {level.noQueue.length > 0 && <NoQueue scenarios={level.noQueue} />}
    </div>
  );
}
