import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

import type { CheckBody, ResultBody, ServerBody } from '#contracts';

import { Breakable } from '../../shared/components/breakable.js';
import { Icon } from '../../shared/components/icon.js';
import { RfcReference } from '../../shared/components/rfc-reference.js';
import { type MatrixGroup, type MatrixRow, matrixOf, shortName } from '../format/matrix-rows.js';
import { scenarioLook } from '../format/outcome-look.js';
import { resultLook, worthSaying } from '../format/result-text.js';
import { tallyLook, tallyWords } from '../format/scenario-text.js';
import { t } from '../../shared/texts.js';

interface Props {
  readonly check: CheckBody;
  /** The id of the scenario that is open; null where none is. */
  readonly open: string | null;
  readonly onOpen: (scenario: string | null) => void;
}

export function MatrixPanel({ check, open, onOpen }: Props): JSX.Element {
  const { servers } = check;
  const notes = notesOf(check);
  return (
    <section class="panel" aria-labelledby="matrix-title">
      <h2 id="matrix-title">{t.result.matrix.title(servers.length)}</h2>
      <table class="matrix">
        <thead>
          <tr>
            <th scope="col">{t.result.matrix.scenario}</th>
            <th scope="col">{t.result.matrix.expected}</th>
            {servers.length === 0 ? (
              <th scope="col">{t.result.matrix.seen}</th>
            ) : (
              servers.map((server) => <ServerHead key={server.address} server={server} />)
            )}
          </tr>
        </thead>
        {matrixOf(check).map((group) => (
          <Group key={group.group} group={group} servers={servers} open={open} onOpen={onOpen} />
        ))}
      </table>
      {notes.map(({ scenario, server, text }) => (
        <p key={`${server} ${scenario}`} class="matrix__note">
          {check.scenarios.find(({ id }) => id === scenario)?.title ?? scenario}: {text}
        </p>
      ))}
    </section>
  );
}

/** More sentences than this are read where the rows are opened. */
const NOTES_MAX = 3;

function notesOf({ servers }: CheckBody): readonly ResultBody[] {
  const notes = servers.flatMap(({ results }) => worthSaying(results));
  return notes.length > NOTES_MAX ? [] : notes;
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
        <span class="matrix__address">{t.result.matrix.bySystem[membership]}</span>
      )}
    </th>
  );
}

interface GroupProps extends Omit<Props, 'check'> {
  readonly group: MatrixGroup;
  readonly servers: readonly ServerBody[];
}

/** A line for the group, the rows that deserve a look, and the others on demand. */
function Group({ group: { group, shown, folded, tally }, servers, open, onOpen }: GroupProps): JSX.Element {
  const [isUnfolded, setUnfolded] = useState(false);
  const isOpen = isUnfolded || folded.some(({ scenario }) => scenario.id === open);
  const look = tallyLook(tally);
  const rows = isOpen ? [...shown, ...folded] : shown;
  return (
    <tbody>
      {group !== null && (
        <tr class="matrix__group" data-group={group}>
          <th scope="rowgroup" colSpan={2 + Math.max(1, servers.length)}>
            <button
              type="button"
              aria-expanded={folded.length === 0 ? undefined : isOpen}
              onClick={() => {
                if (open !== null && isOpen) onOpen(null);
                setUnfolded(!isOpen);
              }}
            >
              <span class={`mark tone-${look.tone}`}>
                <Icon name={look.icon} />
              </span>
              {t.groups[group]} <span class="matrix__tally">{tallyWords(tally)}</span>
            </button>
          </th>
        </tr>
      )}
      {rows.map((row) => (
        <Row key={row.scenario.id} row={row} servers={servers} open={open} onOpen={onOpen} />
      ))}
    </tbody>
  );
}

interface RowProps extends Omit<Props, 'check'> {
  readonly row: MatrixRow;
  readonly servers: readonly ServerBody[];
}

function Row({ row, servers, open, onOpen }: RowProps): JSX.Element {
  const { scenario, results } = row;
  const { id, title, expected, state, requirement } = scenario;
  const look = scenarioLook(scenario);
  const isOpen = id === open;
  return (
    <>
      <tr id={id} data-scenario={id} data-state={state}>
        <th scope="row">
          <a
            class="matrix__open"
            href={`#${id}`}
            aria-expanded={isOpen}
            onClick={(event) => {
              event.preventDefault();
              onOpen(isOpen ? null : id);
            }}
          >
            {title}
          </a>
          {requirement !== 'required' && (
            <span class="matrix__requirement"> {t.result.matrix.requirements[requirement]}</span>
          )}
        </th>
        <td class="matrix__expected">{t.result.matrix.expectations[expected]}</td>
        {servers.length === 0 ? (
          <td class={`tone-${look.tone}`}>
            <span class="mark">
              <Icon name={look.icon} />
              {t.result.matrix.states[state]}
            </span>
          </td>
        ) : (
          servers.map((server) => (
            <ResultCell
              key={server.address}
              result={results.find((result) => result.server === server.address)}
              server={server}
            />
          ))
        )}
      </tr>
      {isOpen && <RowDetail row={row} servers={servers} />}
    </>
  );
}

const NOT_TESTED = { state: 'not-tested', conclusion: 'waiting' } as const;

/** Of many servers, only what was tested has a result. */
function ResultCell(props: { result: ResultBody | undefined; server: ServerBody }): JSX.Element {
  const { result = NOT_TESTED, server } = props;
  const look = resultLook(result);
  return (
    <td class={`tone-${look.tone}`} data-server={server.address} data-result={result.state}>
      <span class="mark">
        <Icon name={look.icon} />
        {t.result.matrix.results[result.state]}
      </span>
      {/* On a phone each cell is a line of its own, without the head of its column. */}
      <span class="matrix__of" aria-hidden="true">
        {shortName(server)}
      </span>
    </td>
  );
}

function RowDetail(props: { row: MatrixRow; servers: readonly ServerBody[] }): JSX.Element {
  const { scenario, results } = props.row;
  const { title, summary, finding, rfc } = scenario;
  const detail = useRef<HTMLTableRowElement>(null);
  // Somebody who follows a link to a scenario must not have to look for it.
  useEffect(() => detail.current?.scrollIntoView({ block: 'nearest' }), []);
  return (
    <tr ref={detail} class="matrix__detail">
      <td colSpan={2 + Math.max(1, props.servers.length)}>
        <p>
          {summary}{' '}
          <span class="nowrap">
            <RfcReference reference={rfc} />
            <span class="visually-hidden"> {t.result.matrix.on(title)}</span>
          </span>
        </p>
        {results.length === 0 ? (
          <p>{finding}</p>
        ) : (
          results.map(({ server, text }) => <p key={server}>{text}</p>)
        )}
      </td>
    </tr>
  );
}
