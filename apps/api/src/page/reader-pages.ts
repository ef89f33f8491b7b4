/** What can be read without a check: the catalogue, help, and who runs this instance. Made on the server, so no script is needed. */
import { type Config, packageVersion } from '#config';
import {
  FIX_SYSTEMS,
  FIX_TOPICS,
  type FixStep,
  type FixSystem,
  GUIDES,
  type LanguageTag,
  READER_TEXTS,
  alphabetical,
  fillIn,
} from '#words';

import type { OfferedHere } from '../scenarios/scenario-states.js';
import { type Html, html, prose } from './html.js';
import { scenariosPage } from './scenarios-page.js';

export interface ReaderPage {
  readonly title: string;
  /** For search engines and previews. */
  readonly description: string;
  /** The link of the header that is marked as the current one. */
  readonly section: '/scenarios' | '/help' | null;
  readonly body: Html;
}

type Instance = Pick<Config, 'domain' | 'checks'> & { readonly offered: readonly OfferedHere[] };

const DAY_MS = 86_400_000;

/** The page at that path, in that language; null where there is none. */
export function readerPage(path: string, tag: LanguageTag, instance: Instance): ReaderPage | null {
  const [, section = '', system, ...rest] = path.toLowerCase().replace(/\/$/, '').split('/');
  if (rest.length > 0 || (system !== undefined && section !== 'help')) return null;
  if (section === 'help' && system !== undefined) {
    const found = FIX_SYSTEMS.find((each) => each === system);
    return found === undefined ? null : fixPage(found, tag);
  }
  switch (section) {
    case 'scenarios':
      return scenariosPage(instance.offered, tag);
    case 'help':
      return helpPage(tag);
    case 'about':
      return aboutPage(instance, tag);
    default:
      return null;
  }
}

function helpPage(tag: LanguageTag): ReaderPage {
  const { reader, faq, glossary } = READER_TEXTS[tag];
  const { help } = reader;
  return {
    title: help.title,
    description: help.description,
    section: '/help',
    body: html`<h1>${help.title}</h1>
      <section class="panel" aria-labelledby="fix">
        <h2 id="fix">${help.fix}</h2>
        <p>${help.fixLead}</p>
        <ul class="systems">
          ${FIX_SYSTEMS.map((system) => html`<li><a class="button" href="/help/${system}">${GUIDES[tag][system].name}</a></li>`)}
        </ul>
      </section>
      <section class="panel" aria-labelledby="questions">
        <h2 id="questions">${help.questions}</h2>
        ${faq.map(
          ({ question, answer }) =>
            html`<details class="disclosure">
              <summary><span>${prose(question)}</span></summary>
              ${answer.map((paragraph) => html`<p>${prose(paragraph)}</p>`)}
            </details>`,
        )}
      </section>
      <section class="panel" aria-labelledby="glossary">
        <h2 id="glossary">${help.glossary}</h2>
        <dl class="catalogue">
          ${alphabetical(glossary, tag).map(
            ({ term, meaning }) =>
              html`<div class="catalogue__entry">
                <dt>${term}</dt>
                <dd>${prose(meaning)}</dd>
              </div>`,
          )}
        </dl>
      </section>`,
  };
}

function fixPage(system: FixSystem, tag: LanguageTag): ReaderPage {
  const { name, about, topics } = GUIDES[tag][system];
  const { help } = READER_TEXTS[tag].reader;
  return {
    title: help.fixTitle(name),
    description: about.replaceAll('`', ''),
    section: '/help',
    body: html`<p><a href="/help">${help.title}</a></p>
      <h1>${name}</h1>
      <p class="lead">${prose(about)}</p>
      ${FIX_TOPICS.map(
        (topic) =>
          html`<section class="panel" aria-labelledby="${topic}">
            <h2 id="${topic}">${help.headings[topic]}</h2>
            <ol class="fix-steps">
              ${topics[topic].map(fixStep)}
            </ol>
          </section>`,
      )}`,
  };
}

/** The result page of a check has the same steps with its own names. */
const EXAMPLE = { valid: 'TOKEN.do.DOMAIN', broken: 'TOKEN.wrong.DOMAIN', token: 'TOKEN' };

function fixStep({ text, code }: FixStep): Html {
  const command =
    code === undefined
      ? ''
      : html`<pre class="command" tabindex="0"><code>${fillIn(code, EXAMPLE)}</code></pre>`;
  return html`<li>
    <p>${prose(text)}</p>
    ${command}
  </li>`;
}

function aboutPage({ domain, checks }: Instance, tag: LanguageTag): ReaderPage {
  const { about } = READER_TEXTS[tag].reader;
  const contact = `postmaster@${domain}`;
  return {
    title: about.title,
    description: about.description,
    section: null,
    body: html`<h1>${about.title}</h1>
      <section class="panel" aria-labelledby="operator">
        <h2 id="operator">${about.operator}</h2>
        <p>${prose(about.tests(domain))} ${about.contact} <a href="mailto:${contact}">${contact}</a>.</p>
      </section>
      <section class="panel" aria-labelledby="privacy">
        <h2 id="privacy">${about.privacy}</h2>
        <p>${prose(about.stores(Math.round(checks.retentionMs / DAY_MS)))}</p>
        <p>${prose(about.remembers)}</p>
      </section>
      <section class="panel" aria-labelledby="version">
        <h2 id="version">${about.version}</h2>
        <p>
          ${about.licence(packageVersion())} ${about.conceivedAt}
          <a href="https://havedane.net" rel="noreferrer">HaveDane.net</a>. ${about.independent}
        </p>
      </section>`,
  };
}
