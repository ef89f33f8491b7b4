import type { JSX } from 'preact';

import type { ProbeBody } from '#contracts';

import { type TabStatus, useTab } from '../../shared/state/tab.js';
import { ConnectionBanner } from '../../shared/components/connection-banner.js';
import { OtherDirection } from '../../shared/components/other-direction.js';
import type { Connection } from '../../shared/state/live-state.js';
import { type SortedFindings, isUnknownDomain, sortFindings } from '../format/conclusion-text.js';
import { probeLook } from '../format/probe-look.js';
import { AboutProbe } from './about-probe.js';
import { Chains } from './chains.js';
import { ConclusionBanner } from './conclusion-banner.js';
import { Findings } from './findings.js';
import { HostCard } from './host-card.js';
import { LookupFacts } from './lookup-facts.js';
import { Policies } from './policies.js';
import { ProbeAnnouncer } from './probe-announcer.js';
import { StepList } from './step-list.js';
import { t } from '../../shared/texts.js';

interface Props {
  readonly probe: ProbeBody;
  readonly connection: Connection;
  readonly onProbe: (probe: ProbeBody) => void;
}

export function ProbeScreen({ probe, connection, onProbe }: Props): JSX.Element {
  useTab(probeTab(probe));
  const result = probe.result !== null && isUnknownDomain(probe.result) ? null : probe.result;
  const { first, others, ofResolver } = result === null ? NOTHING : sortFindings(result);
  return (
    <>
      <ConnectionBanner
        connection={connection}
        meanwhile={t.receiving.connection.meanwhile}
        expired={
          <>
            {t.receiving.connection.expired} <a href="/probe">{t.receiving.startNewProbe}</a>
          </>
        }
      />
      <ProbeAnnouncer probe={probe} />
      <div class="stack">
        <ConclusionBanner probe={probe} first={first} />
        {result !== null && <Chains result={result} />}
        {others.length > 0 && (
          <section class="panel" aria-labelledby="findings-title">
            <h2 id="findings-title">{first === null ? t.receiving.found : t.receiving.foundElse}</h2>
            <Findings findings={others} />
          </section>
        )}
        <StepList probe={probe} />
        {result !== null && (
          <section aria-labelledby="hosts-title">
            <h2 id="hosts-title">{t.receiving.itsServers}</h2>
            <LookupFacts result={result} />
            <div class="hosts">
              {result.hosts.map((host) => (
                <HostCard
                  key={host.name}
                  host={host}
                  isInformed={result.resolver.validates !== false}
                  said={result.findings}
                  isFolded={host.result === 'ok' && result.hosts.some((other) => other.result !== 'ok')}
                />
              ))}
            </div>
          </section>
        )}
        {result !== null && <Policies result={result} />}
        {ofResolver.length > 0 && (
          <section class="panel" aria-labelledby="resolver-title">
            <h2 id="resolver-title">{t.receiving.ourResolver}</h2>
            <Findings findings={ofResolver} />
          </section>
        )}
        <OtherDirection />
        <AboutProbe probe={probe} onProbe={onProbe} />
      </div>
    </>
  );
}

const NOTHING: SortedFindings = { first: null, others: [], ofResolver: [] };

function probeTab(probe: ProbeBody): TabStatus {
  const { tone } = probeLook(probe);
  const marks = { ok: '✓', warning: '!', error: '✗' } as const;
  const mark = probe.result === null ? '' : marks[probe.result.result];
  return { title: `${tabText(probe, mark)} – HaveDane`, tone, mark };
}

function tabText({ state, domain }: ProbeBody, mark: string): string {
  switch (state) {
    case 'waiting':
    case 'running':
      return t.receiving.tab.probing(domain);
    case 'failed':
      return t.receiving.tab.failed(domain);
    case 'done':
      return mark === '' ? domain : `${mark} ${domain}`;
  }
}
