import type { JSX } from 'preact';

import type { CheckBody, CheckScenarioBody, ResultBody, ServerBody } from '#contracts';

import { Breakable } from '../../shared/components/breakable.js';
import { Icon } from '../../shared/components/icon.js';
import { RfcReference } from '../../shared/components/rfc-reference.js';
import { type MatrixRow, matrixOf, shortName } from '../format/matrix-rows.js';
import { scenarioLook } from '../format/outcome-look.js';
import { resultLook, resultWords, worthSaying } from '../format/result-text.js';
import { expectedWords, stateWords } from '../format/scenario-text.js';

export function MatrixPanel({ check }: { check: CheckBody }): JSX.Element {
  const { servers, shown, folded } = matrixOf(check);
  const notes = servers.flatMap(({ results }) => worthSaying(results));
  return (
    <section class="panel" aria-labelledby="matrix-title">
      <h2 id="matrix-title">What your {servers.length > 1 ? 'servers' : 'server'} did</h2>
      <table class="matrix">
        <thead>
          <tr>
            <th scope="col">Scenario</th>
            <th scope="col">Expected</th>
            {servers.length === 0 ? (
              <th scope="col">Seen</th>
            ) : (
              servers.map((server) => <ServerHead key={server.address} server={server} />)
            )}
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <Row key={row.scenario.id} row={row} servers={servers} />
          ))}
        </tbody>
      </table>
      {folded.length > 0 && <FoldedRows rows={folded} servers={servers} />}
      {notes.map(({ scenario, server, text }) => (
        <p key={`${server} ${scenario}`} class="matrix__note">
          {titleOf(scenario, check.scenarios)}: {text}
        </p>
      ))}
      <ScenarioNotes scenarios={check.scenarios} />
    </section>
  );
}

function titleOf(id: string, scenarios: readonly CheckScenarioBody[]): string {
  return scenarios.find((scenario) => scenario.id === id)?.title ?? id;
}

function ServerHead({ server }: { server: ServerBody }): JSX.Element {
  const { address, membership } = server;
  return (
    <th scope="col" data-server={address}>
      {shortName(server)}
      <span class="matrix__address">
        <Breakable text={address} />
      </span>
      {(membership === 'forward-confirmed' || membership === 'spf') && (
        <span class="matrix__address">by {membership === 'spf' ? 'SPF' : 'DNS'}</span>
      )}
    </th>
  );
}

interface RowProps {
  readonly row: MatrixRow;
  readonly servers: readonly ServerBody[];
}

function Row({ row: { scenario, results }, servers }: RowProps): JSX.Element {
  const { id, title, expected, state, requirement } = scenario;
  const look = scenarioLook(scenario);
  return (
    <tr data-scenario={id} data-state={state}>
      <th scope="row">
        {title}
        {requirement !== 'required' && <span class="matrix__address">{requirement}</span>}
      </th>
      <td class="matrix__expected">{expectedWords(expected)}</td>
      {servers.length === 0 ? (
        <td class={`tone-${look.tone}`}>
          <span class="mark">
            <Icon name={look.icon} />
            {stateWords(state)}
          </span>
        </td>
      ) : (
        results.map((result, index) => (
          <ResultCell key={result.server} result={result} server={servers[index]} />
        ))
      )}
    </tr>
  );
}

function ResultCell(props: { result: ResultBody; server: ServerBody | undefined }): JSX.Element {
  const { result, server } = props;
  const look = resultLook(result);
  return (
    <td class={`tone-${look.tone}`} data-server={result.server} data-result={result.state}>
      <span class="mark">
        <Icon name={look.icon} />
        {resultWords(result.state)}
      </span>
      {/* On a phone each cell is a line of its own, without the head of its column. */}
      {server !== undefined && (
        <span class="matrix__of" aria-hidden="true">
          {shortName(server)}
        </span>
      )}
    </td>
  );
}

function FoldedRows(props: { rows: readonly MatrixRow[]; servers: readonly ServerBody[] }): JSX.Element {
  const { rows, servers } = props;
  return (
    <details class="disclosure">
      <summary>{rows.length} more: as expected, or not tested</summary>
      <table class="matrix">
        <tbody>
          {rows.map((row) => (
            <Row key={row.scenario.id} row={row} servers={servers} />
          ))}
        </tbody>
      </table>
    </details>
  );
}

function ScenarioNotes({ scenarios }: { scenarios: readonly CheckScenarioBody[] }): JSX.Element {
  return (
    <details class="disclosure">
      <summary>What each scenario is</summary>
      <dl class="scenario-notes">
        {scenarios.map(({ id, title, summary, finding, rfc }) => (
          <div key={id}>
            <dt>{title}</dt>
            <dd>
              {summary} {finding}{' '}
              <span class="nowrap">
                <RfcReference reference={rfc} />
                <span class="visually-hidden"> on {title}</span>
              </span>
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
