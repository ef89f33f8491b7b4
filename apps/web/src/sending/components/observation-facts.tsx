import type { ComponentChildren, JSX } from 'preact';

import type { ObservationBody, QueryBody } from '#contracts';

import { tlsWords } from '../format/observation-text.js';
import { Breakable } from '../../shared/components/breakable.js';
import { t } from '../../shared/texts.js';

/** The facts that an expert looks for first. */
export function ObservationFacts({ observation }: { observation: ObservationBody }): JSX.Element {
  const { clientAddress, clientName, tls, evidence, query } = observation;
  if (query !== null) return <QueryFacts resolver={clientAddress} query={query} />;
  return (
    <dl class="facts">
      <Fact name={t.log.facts.client}>
        <Breakable text={clientAddress} />
        {clientName !== null && (
          <>
            {' '}
            <span class="facts__aside">
              (<Breakable text={clientName} />)
            </span>
          </>
        )}
      </Fact>
      {tls === null ? (
        evidence !== null && <Fact name="TLS">{t.shared.none}</Fact>
      ) : (
        <>
          <Fact name="TLS">{tlsWords(tls)}</Fact>
          <Fact name="SNI">
            {tls.serverName === null ? t.log.facts.notSent : <Breakable text={tls.serverName} />}
          </Fact>
        </>
      )}
    </dl>
  );
}

function QueryFacts({ resolver, query }: { resolver: string; query: QueryBody }): JSX.Element {
  return (
    <dl class="facts">
      <Fact name={t.log.facts.resolver}>
        <Breakable text={resolver} />
      </Fact>
      <Fact name="DNSSEC">{query.dnssecOk ? t.log.facts.asked : t.log.facts.notAsked}</Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }): JSX.Element {
  return (
    <div class="facts__row">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
