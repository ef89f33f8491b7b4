import { GROUPS, type ScenarioGroup } from '#scenarios';
import { LANGUAGES, type LanguageTag, READER_TEXTS, knownFailures, rfcLink, scenarioText } from '#words';

import type { OfferedHere } from '../scenarios/scenario-states.js';
import { type Html, html, prose } from './html.js';
import type { ReaderPage } from './reader-pages.js';

/** `3 1 1` is one word. */
const NO_BREAK = '\u00a0';

/** The catalogue, with what this instance leaves out. */
export function scenariosPage(offered: readonly OfferedHere[], tag: LanguageTag): ReaderPage {
  const words = READER_TEXTS[tag].reader.scenarios;
  const groups = GROUPS.map((group) => ({
    group,
    scenarios: offered.filter(({ scenario }) => scenario.group === group),
  })).filter(({ scenarios }) => scenarios.length > 0);
  return {
    title: words.title,
    description: words.description,
    section: '/scenarios',
    body: html`<h1>${words.title}</h1>
      <p class="lead">${words.lead}</p>
      <ul class="systems">
        ${groups.map(
          ({ group, scenarios }) =>
            html`<li>
              <a class="button" href="#${group}">${READER_TEXTS[tag].groups[group]} ${scenarios.length}</a>
            </li>`,
        )}
      </ul>
      ${groups.map(({ group, scenarios }) => groupSection(group, scenarios, tag))}
      <p><a class="button button--primary" href="/">${words.test}</a></p>`,
  };
}

function groupSection(group: ScenarioGroup, scenarios: readonly OfferedHere[], tag: LanguageTag): Html {
  return html`<section class="panel" aria-labelledby="${group}">
    <h2 id="${group}">${READER_TEXTS[tag].groups[group]}</h2>
    <dl class="catalogue">${scenarios.map((offered) => scenarioEntry(offered, tag))}</dl>
  </section>`;
}

function scenarioEntry({ scenario, missing }: OfferedHere, tag: LanguageTag): Html {
  const { id, expected, requirement, rfc, level, fallback } = scenario;
  const { title, summary } = scenarioText(scenario, LANGUAGES[tag]);
  const { reader, levels, shows } = READER_TEXTS[tag];
  const words = reader.scenarios;
  const failures = knownFailures(scenario).map((sender) => words.failures[sender]);
  return html`<div id="${id}" class="catalogue__entry">
    <dt>${title.replaceAll(/(?<=\d) (?=\d)/g, NO_BREAK)} <code>${id}</code></dt>
    <dd>
      <p>${summary}</p>
      <p class="hint">
        ${words.expected[fallback === undefined ? expected : 'elsewhere']} · ${rfcReference(rfc)} ·
        ${words.requirements[requirement]} · ${words.fromLevel(levels[level])}
      </p>
      <p>${expected === 'either' ? '' : `${words.otherwise} `}${shows[id]}</p>
      ${missing === null ? '' : html`<p class="hint">${words.notOffered(words.needs[missing])}</p>`}
      ${failures.length === 0 ? '' : html`<p class="hint">${prose(words.knownToFail(failures.join('; ')))}</p>`}
    </dd>
  </div>`;
}

function rfcReference(reference: string): Html {
  const href = rfcLink(reference);
  return href === null ? html`${reference}` : html`<a href="${href}" rel="noreferrer">${reference}</a>`;
}
