/** What can be read without a check: the catalogue, help, and who runs this instance. Made on the server, so no script is needed. */
import { type Config, packageVersion } from '#config';
import {
  FAQ,
  FIXES,
  FIX_HEADINGS,
  FIX_SYSTEMS,
  FIX_TOPICS,
  type FixStep,
  type FixSystem,
  GLOSSARY,
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

/** The page at that path; null where there is none. */
export function readerPage(path: string, instance: Instance): ReaderPage | null {
  const [, section = '', system, ...rest] = path.toLowerCase().replace(/\/$/, '').split('/');
  if (rest.length > 0 || (system !== undefined && section !== 'help')) return null;
  if (section === 'help' && system !== undefined) {
    const found = FIX_SYSTEMS.find((each) => each === system);
    return found === undefined ? null : fixPage(found);
  }
  switch (section) {
    case 'scenarios':
      return scenariosPage(instance.offered);
    case 'help':
      return helpPage();
    case 'about':
      return aboutPage(instance);
    default:
      return null;
  }
}

function helpPage(): ReaderPage {
  return {
    title: 'Help',
    description:
      'How to turn on DANE for outgoing mail in Postfix, Exim, Exchange and other mail servers, questions and answers, and a glossary.',
    section: '/help',
    body: html`<h1>Help</h1>
      <section class="panel" aria-labelledby="fix">
        <h2 id="fix">Fix your mail system</h2>
        <p>What to set, how to try it, and what to do with the message that waits in the queue.</p>
        <ul class="systems">
          ${FIX_SYSTEMS.map((system) => html`<li><a class="button" href="/help/${system}">${FIXES[system].name}</a></li>`)}
        </ul>
      </section>
      <section class="panel" aria-labelledby="questions">
        <h2 id="questions">Questions</h2>
        ${FAQ.map(
          ({ question, answer }) =>
            html`<details class="disclosure">
              <summary><span>${prose(question)}</span></summary>
              ${answer.map((paragraph) => html`<p>${prose(paragraph)}</p>`)}
            </details>`,
        )}
      </section>
      <section class="panel" aria-labelledby="glossary">
        <h2 id="glossary">Glossary</h2>
        <dl class="catalogue">
          ${GLOSSARY.map(
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

function fixPage(system: FixSystem): ReaderPage {
  const { name, about, topics } = FIXES[system];
  return {
    title: `${name}: DANE for outgoing mail`,
    description: about.replaceAll('`', ''),
    section: '/help',
    body: html`<p><a href="/help">Help</a></p>
      <h1>${name}</h1>
      <p class="lead">${prose(about)}</p>
      ${FIX_TOPICS.map(
        (topic) =>
          html`<section class="panel" aria-labelledby="${topic}">
            <h2 id="${topic}">${FIX_HEADINGS[topic]}</h2>
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

function aboutPage({ domain, checks }: Instance): ReaderPage {
  const days = Math.round(checks.retentionMs / DAY_MS);
  const contact = `postmaster@${domain}`;
  return {
    title: 'About this instance',
    description: 'Who runs this instance of HaveDane, what it stores and for how long, and its version.',
    section: null,
    body: html`<h1>About this instance</h1>
      <section class="panel" aria-labelledby="operator">
        <h2 id="operator">Operator</h2>
        <p>
          This instance tests mail for <code>${domain}</code>. Reach its operator at
          <a href="mailto:${contact}">${contact}</a>.
        </p>
      </section>
      <section class="panel" aria-labelledby="privacy">
        <h2 id="privacy">Privacy</h2>
        <p>
          A check stores IP addresses and names of the servers that connected, TLS details, sender and
          recipient addresses, and Message-IDs. The text of a message is never stored. Anyone with the link to
          a result can see it. It is deleted after ${days} ${days === 1 ? 'day' : 'days'}.
        </p>
        <p>
          The log of the receiver names the servers that connected as well. The pages load nothing from
          elsewhere, and set one cookie, <code>language</code>, when you choose another language; your browser
          remembers which mail system and how many scenarios you chose.
        </p>
      </section>
      <section class="panel" aria-labelledby="version">
        <h2 id="version">Version</h2>
        <p>
          HaveDane ${packageVersion()}, MIT licence. HaveDane was conceived at
          <a href="https://havedane.net" rel="noreferrer">HaveDane.net</a>; this is an independent
          implementation.
        </p>
      </section>`,
  };
}
