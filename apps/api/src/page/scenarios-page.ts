import { GROUPS, type ScenarioGroup } from '#scenarios';
import { EXPECTED_WORDS, GROUP_NAMES, LEVEL_NAMES, NEED_WORDS, knownFailures, rfcLink } from '#words';

import type { OfferedHere } from '../scenarios/scenario-states.js';
import { type Html, html, prose } from './html.js';
import type { ReaderPage } from './reader-pages.js';

/** The catalogue, with what this instance leaves out. */
export function scenariosPage(offered: readonly OfferedHere[]): ReaderPage {
  const groups = GROUPS.map((group) => ({
    group,
    scenarios: offered.filter(({ scenario }) => scenario.group === group),
  })).filter(({ scenarios }) => scenarios.length > 0);
  return {
    title: 'Scenarios',
    description:
      'The hosts that a check mails: what is wrong at each, what RFC 7672 asks of a sender, and which mail servers are known to fail.',
    section: '/scenarios',
    body: html`<h1>Scenarios</h1>
      <p class="lead">
        Each scenario is a receiving host whose DNS and TLS state is known, so what a server does there shows
        what it checks. Only required scenarios decide the verdict.
      </p>
      ${groups.map(groupSection)}
      <p><a class="button button--primary" href="/">Test your server</a></p>`,
  };
}

function groupSection({
  group,
  scenarios,
}: {
  group: ScenarioGroup;
  scenarios: readonly OfferedHere[];
}): Html {
  return html`<section class="panel" aria-labelledby="${group}">
    <h2 id="${group}">${GROUP_NAMES[group]}</h2>
    <dl class="catalogue">${scenarios.map(scenarioEntry)}</dl>
  </section>`;
}

function scenarioEntry({ scenario, missing }: OfferedHere): Html {
  const { id, title, summary, shows, expected, requirement, rfc, level } = scenario;
  const failures = knownFailures(scenario);
  return html`<div id="${id}" class="catalogue__entry">
    <dt>${title} <code>${id}</code></dt>
    <dd>
      <p>${summary}</p>
      <p class="hint">
        A conforming sender ${EXPECTED_WORDS[expected]} · ${rfcReference(rfc)} · ${requirement} · from level
        ${LEVEL_NAMES[level]}
      </p>
      <p>${expected === 'either' ? '' : 'If it does not: '}${shows}</p>
      ${missing === null ? '' : html`<p class="hint">Not offered by this instance: it needs ${NEED_WORDS[missing]}.</p>`}
      ${failures.length === 0 ? '' : html`<p class="hint">Known to fail: ${prose(failures.join('; '))}.</p>`}
    </dd>
  </div>`;
}

function rfcReference(reference: string): Html {
  const href = rfcLink(reference);
  return href === null ? html`${reference}` : html`<a href="${href}" rel="noreferrer">${reference}</a>`;
}
