import type { JSX } from 'preact';

import type { CheckBody, CheckScenarioBody, ResultBody, ServerBody, StrangerBody } from '#contracts';

import { Breakable } from '../../shared/components/breakable.js';
import { Icon } from '../../shared/components/icon.js';
import { dayOf, timeOfDay } from '../../shared/format/time.js';
import { lastToLook, resultLook, resultWords, worthSaying } from '../format/result-text.js';

/** A row for each server of the system under test, and apart from them everybody else who looked. */
export function ServerList({ check }: { check: CheckBody }): JSX.Element {
  const { servers, strangers, scenarios } = check;
  return (
    <>
      {servers.length > 0 && (
        <section aria-labelledby="servers-title">
          <h2 id="servers-title">Your servers</h2>
          <p class="section-intro">
            Mail may leave through any of them, so you're only as safe as the weakest.
          </p>
          <ul class="servers">
            {servers.map((server) => (
              <ServerRow key={server.address} server={server} scenarios={scenarios} />
            ))}
          </ul>
        </section>
      )}
      {strangers.length > 0 && <Strangers strangers={strangers} isKnown={servers.length > 0} />}
    </>
  );
}

interface RowProps {
  readonly server: ServerBody;
  readonly scenarios: readonly CheckScenarioBody[];
}

function ServerRow({ server, scenarios }: RowProps): JSX.Element {
  const { address, name, reverseName, membership, results } = server;
  return (
    <li class="server" data-server={address}>
      <div class="server__who">
        <Name address={address} name={name} />
        {reverseName !== null && reverseName !== name && (
          <p class="server__aside">
            reverse name <Breakable text={reverseName} />
          </p>
        )}
        {(membership === 'forward-confirmed' || membership === 'spf') && (
          <p class="server__aside">of the same system, by {membership === 'spf' ? 'SPF' : 'DNS'}</p>
        )}
      </div>
      <div class="server__did">
        <ul class="server__results">
          {results.map((result) => (
            <ResultChip key={result.scenario} result={result} title={titleOf(result, scenarios)} />
          ))}
        </ul>
        {worthSaying(results).map((result) => (
          <p key={result.scenario}>
            {titleOf(result, scenarios)}: {result.text}
          </p>
        ))}
      </div>
    </li>
  );
}

function ResultChip({ result, title }: { result: ResultBody; title: string }): JSX.Element {
  const look = resultLook(result);
  return (
    <li class={`chip tone-${look.tone}`} data-result={result.state}>
      <Icon name={look.icon} />
      <span>
        {title}: {resultWords(result.state)}
      </span>
    </li>
  );
}

function titleOf({ scenario }: ResultBody, scenarios: readonly CheckScenarioBody[]): string {
  return scenarios.find(({ id }) => id === scenario)?.title ?? scenario;
}

interface StrangersProps {
  readonly strangers: readonly StrangerBody[];
  readonly isKnown: boolean;
}

function Strangers({ strangers, isKnown }: StrangersProps): JSX.Element {
  const shown = lastToLook(strangers);
  return (
    <section aria-labelledby="strangers-title">
      <h2 id="strangers-title">Somebody looked</h2>
      <p class="section-intro">
        {isKnown
          ? "These connected to this check's hosts too, but delivered no message where one may. They prove nothing about your servers."
          : "These connected to this check's hosts. None has delivered a message where one may, so we can't tell yet whether they are yours."}
      </p>
      <ul class="servers">
        {shown.map(({ address, name, lastAt, text }) => (
          <li key={address} class="server" data-stranger={address}>
            <div class="server__who">
              <Name address={address} name={name} />
              <p class="server__aside">
                <time dateTime={lastAt}>
                  {dayOf(lastAt)}, {timeOfDay(lastAt)}
                </time>
              </p>
            </div>
            <p class="server__did">{text}</p>
          </li>
        ))}
      </ul>
      {shown.length < strangers.length && (
        <p class="section-intro">and {strangers.length - shown.length} more.</p>
      )}
    </section>
  );
}

function Name({ address, name }: Pick<ServerBody, 'address' | 'name'>): JSX.Element {
  return (
    <>
      <h3>
        <Breakable text={name ?? address} />
      </h3>
      {name !== null && (
        <p class="server__address">
          <Breakable text={address} />
        </p>
      )}
    </>
  );
}
